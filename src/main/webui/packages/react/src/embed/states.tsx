import { ApiProblem } from "@rapport/client";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../components/ui/notice";

/** Nobody is signed in; where the host's provider can ask the person again, a way to do so. No dialog: the page around is not ours. */
export function SignedOut({ onSignIn }: { onSignIn?: () => Promise<void> }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<"asking" | "busy" | "failed">("asking");
  const signIn = async () => {
    setStep("busy");
    await onSignIn?.().catch(() => setStep("failed"));
  };
  return (
    <div className="signed-out" role="alert">
      <p>{t(onSignIn ? "expired.body" : "expired.title")}</p>
      {step === "failed" && <p>{t("expired.failed")}</p>}
      {onSignIn && (
        <button type="button" className="button button-small" disabled={step === "busy"} onClick={signIn}>
          {t("expired.signIn")}
        </button>
      )}
    </div>
  );
}

/** The chat could not begin. */
export function LoadFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <Notice title={t("app.loadFailed")} role="alert">
      <button type="button" className="button button-primary" onClick={onRetry}>
        {t("app.tryAgain")}
      </button>
      {requestId && <p className="reference">{t("app.requestId", { id: requestId })}</p>}
    </Notice>
  );
}
