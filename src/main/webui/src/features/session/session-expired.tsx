import { Modal } from "@rapport/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Asks the person to sign in again above a page that keeps its drafts. */
export function SessionExpired({ onSignIn }: { onSignIn: () => Promise<void> }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<"asking" | "busy" | "failed">("asking");
  const signIn = async () => {
    setStep("busy");
    await onSignIn().catch(() => setStep("failed"));
  };
  return (
    <Modal title={t("expired.title")}>
      <p>{t("expired.body")}</p>
      {step === "failed" && <p role="alert">{t("expired.failed")}</p>}
      <button type="button" className="button button-primary" disabled={step === "busy"} onClick={signIn}>
        {t("expired.signIn")}
      </button>
    </Modal>
  );
}
