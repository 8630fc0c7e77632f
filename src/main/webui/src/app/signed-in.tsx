import { ApiProblem, signOut as endChat, type TokenProvider } from "@rapport/client";
import { ChatProvider, Notice, useRapport, useSetting } from "@rapport/react";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { NotAccepted } from "../features/session/not-accepted";
import { SessionExpired } from "../features/session/session-expired";
import { ChatScreen } from "./chat-screen";

type SignedInProps = {
  provider: TokenProvider;
  /** The language of the person, once it is known. */
  onLocale: (locale: string) => void;
  /** The promise resolves when nothing of the person is kept any more. */
  onSignOut: (erased: Promise<void>) => void;
  onSignedOutElsewhere: () => void;
  /** In a hurry: forgets the person in this tab and shows nothing more. */
  onLeave: () => void;
};

/** Everything that lives as long as one person is signed in. */
export function SignedIn(props: SignedInProps) {
  const { provider, onLocale, onSignOut, onSignedOutElsewhere, onLeave } = props;
  const { t } = useTranslation();
  const inMemory = useSetting("discreet");
  const rapport = useRapport({ provider, inMemory, onSignedOutElsewhere });
  const { chat, error, signedOut } = rapport;
  const refused = chat === null && (signedOut ? "token" : isForbidden(error) && "role");
  const locale = chat?.me.locale;
  const tellLocale = useEffectEvent(onLocale);
  useEffect(() => {
    if (locale !== undefined) tellLocale(locale);
  }, [locale]);
  const leave = () => {
    if (chat !== null) {
      void endChat(chat);
      chat.close();
    }
    onLeave();
  };
  const signOut = () => {
    onSignOut(chat === null ? Promise.resolve() : endChat(chat));
  };
  return (
    <>
      {chat !== null && (
        <ChatProvider value={chat}>
          <ChatScreen onSignOut={signOut} onLeave={leave} />
        </ChatProvider>
      )}
      {chat === null && error !== null && !refused && (
        <main className="whole-page">
          <Notice title={t("app.loadFailed")} heading="h1" role="alert">
            <div className="notice-buttons">
              <button type="button" className="button button-primary" onClick={rapport.retry}>
                {t("app.tryAgain")}
              </button>
              <button type="button" className="button" onClick={signOut}>
                {t("app.signOut")}
              </button>
            </div>
            <Reference error={error} />
          </Notice>
        </main>
      )}
      {refused && <NotAccepted reason={refused} onSignIn={rapport.signInAgain} onSignOut={signOut} />}
      {signedOut && !refused && <SessionExpired onSignIn={rapport.signInAgain} />}
    </>
  );
}

function isForbidden(error: Error | null): boolean {
  return error instanceof ApiProblem && error.status === 403;
}

function Reference({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiProblem) || error.requestId === null) return null;
  return <p className="reference">{t("app.requestId", { id: error.requestId })}</p>;
}
