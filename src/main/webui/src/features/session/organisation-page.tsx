import { useTranslation } from "react-i18next";
import { SignInFrame } from "./sign-in-frame";

/** What a visitor sees where only the organisation's own site signs people in. */
export function OrganisationPage() {
  const { t } = useTranslation();
  return (
    <SignInFrame title={t("signIn.title")}>
      <p className="muted">{t("signIn.body")}</p>
      <p className="sign-in-operator">{t("signIn.operator")}</p>
    </SignInFrame>
  );
}
