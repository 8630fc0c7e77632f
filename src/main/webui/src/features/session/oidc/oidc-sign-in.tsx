import type { TokenProvider } from "@rapport/client";
import { useEffect, useEffectEvent, useState } from "react";
import { goTo } from "../../../hooks/address";
import type { SignInMethod } from "../sign-in-method";
import { type Beginning, begin } from "./begin";
import { failureOf } from "./failure";
import { OidcPage } from "./oidc-page";
import type { OidcSession } from "./oidc-session";
import { leaveToSignIn, takeAnswer } from "./redirects";
import { signedInMark } from "./signed-in-mark";

/** Signs in at the organisation's OpenID provider. */
export function oidcSignIn(): SignInMethod {
  let answer = takeAnswer();
  let session: OidcSession | null = null;
  let ending: Promise<unknown> = Promise.resolve();

  /** One answer is good once, whatever page asks next. */
  const beginOnce = async (): Promise<Beginning> => {
    await ending;
    const taken = answer;
    answer = null;
    const beginning = await begin(taken);
    if (beginning.kind === "signed-in") session = beginning.session;
    return beginning;
  };
  const forget = () => {
    signedInMark.clear();
    session?.forget();
    session = null;
  };
  const end = (erased: Promise<void>) => {
    // A provider that offers no end of session leaves the person on this page, signed out here.
    ending = session?.end(erased).catch(() => undefined) ?? erased;
    forget();
  };
  const Page: SignInMethod["Page"] = ({ onSignedIn }) => (
    <OidcSignInPage begin={beginOnce} onSignedIn={onSignedIn} />
  );
  return { restore: () => null, forget, end, Page };
}

type OidcSignInPageProps = {
  begin: () => Promise<Beginning>;
  onSignedIn: (provider: TokenProvider) => void;
};

function OidcSignInPage({ begin, onSignedIn }: OidcSignInPageProps) {
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const show = (next: Beginning) => {
    if ("returnTo" in next && next.returnTo !== undefined) goTo(next.returnTo, "replace");
    if (next.kind === "signed-in") onSignedIn(next.session);
    else setBeginning(next);
  };
  const begun = useEffectEvent(show);
  useEffect(() => {
    let over = false;
    void begin().then((next) => {
      if (!over) void begun(next);
    });
    return () => {
      over = true;
    };
  }, [begin]);
  const signIn = async () => {
    const client = beginning !== null && "client" in beginning ? beginning.client : undefined;
    setBeginning(null);
    if (client === undefined) return show(await begin());
    await leaveToSignIn(client, "sign-in-page").catch((error: unknown) =>
      setBeginning({ kind: "failed", failure: failureOf(error), client }),
    );
  };
  return <OidcPage beginning={beginning} onSignIn={() => void signIn()} />;
}
