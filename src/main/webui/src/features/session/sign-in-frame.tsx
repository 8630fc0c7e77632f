import { Icon, Logo } from "@rapport/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageChoice } from "../../components/language-choice";
import "./session.css";

/** The page around every sign-in. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <Logo size={36} />
          <span className="wordmark">{t("app.name")}</span>
        </div>
        <p className="sign-in-tagline">{t("app.tagline")}</p>
        <h1>{title}</h1>
        {children}
        <p className="sign-in-private">
          <Icon name="lock" size={16} />
          {t("signIn.private")}
        </p>
        <LanguageChoice />
      </main>
    </div>
  );
}
