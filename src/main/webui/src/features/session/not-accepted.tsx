import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SignInFrame } from "./sign-in-frame";

type NotAcceptedProps = { reason: "token" | "role"; onSignIn: () => Promise<void>; onSignOut: () => void };

/** The provider gave a token and the server refused it, or its holder, from the first call on: no redirect mends that. */
export function NotAccepted({ reason, onSignIn, onSignOut }: NotAcceptedProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const tryAgain = async () => {
    setBusy(true);
    await onSignIn().catch(() => undefined);
    setBusy(false);
  };
  return (
    <SignInFrame title={t("signIn.notAcceptedTitle")}>
      <p role="alert">{t(`signIn.notAccepted.${reason}`)}</p>
      <div className="notice-buttons">
        <button type="button" className="button button-primary" disabled={busy} onClick={tryAgain}>
          {t("app.tryAgain")}
        </button>
        <button type="button" className="button" onClick={onSignOut}>
          {t("app.signOut")}
        </button>
      </div>
    </SignInFrame>
  );
}
