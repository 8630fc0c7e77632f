import { Avatar, Icon, useChat } from "@rapport/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AvailabilitySwitch } from "./availability-switch";
import "./session.css";

/** Who is signed in, and the way out. */
export function AccountBar({ onSignOut, children }: { onSignOut: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const { id, displayName, role } = useChat().me;
  return (
    <footer className="account-bar" data-region>
      <Avatar id={id} name={displayName} />
      <div className="account-who">
        <span className="visually-hidden">{t("app.signedInAs", { name: "" })}</span>
        <span className="account-name" dir="auto" translate="no">
          {displayName}
        </span>
        {role === "coach" ? <AvailabilitySwitch /> : <span className="account-role">{t("role.client")}</span>}
      </div>
      {children}
      <button type="button" className="button button-quiet" title={t("app.signOut")} onClick={onSignOut}>
        <Icon name="leave" />
        <span className="visually-hidden">{t("app.signOut")}</span>
      </button>
    </footer>
  );
}
