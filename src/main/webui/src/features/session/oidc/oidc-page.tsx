import { useTranslation } from "react-i18next";
import { OrganisationPage } from "../organisation-page";
import { SignInFrame } from "../sign-in-frame";
import type { Beginning } from "./begin";
import type { Failure } from "./failure";

type OidcPageProps = { beginning: Beginning | null; onSignIn: () => void };

/** What a person sees who is not signed in: the way to the provider, or why it did not work and what to do. */
export function OidcPage({ beginning, onSignIn }: OidcPageProps) {
  const { t } = useTranslation();
  if (beginning?.kind === "unconfigured") return <OrganisationPage />;
  if (beginning === null || beginning.kind === "signed-in")
    return (
      <SignInFrame title={t("signIn.waiting")}>
        <p className="muted" role="status">
          {t("app.loading")}
        </p>
      </SignInFrame>
    );
  const failed = beginning.kind === "failed";
  const expired = beginning.kind === "ask" && beginning.expired;
  const title = failed ? t("signIn.failedTitle") : t(expired ? "expired.title" : "signIn.welcome");
  return (
    <SignInFrame title={title}>
      {failed ? (
        <FailureText failure={beginning.failure} />
      ) : (
        <p className="muted">{t(expired ? "expired.body" : "signIn.providerBody")}</p>
      )}
      <button type="button" className="button button-primary sign-in-button" onClick={onSignIn}>
        {t(failed ? "app.tryAgain" : "signIn.action")}
      </button>
    </SignInFrame>
  );
}

function FailureText({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <p>{t(`signIn.failure.${failure.kind}`)}</p>
      {failure.kind === "refused" && <p className="reference">{t("app.requestId", { id: failure.code })}</p>}
    </div>
  );
}
