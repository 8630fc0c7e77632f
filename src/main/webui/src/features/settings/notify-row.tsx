import { settings, useSetting } from "@rapport/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SwitchRow } from "./switch-row";

const supported = () => "Notification" in globalThis;

/** Asks the browser for leave to notify, and only when the person says so. */
export function NotifyRow() {
  const { t } = useTranslation();
  const wanted = useSetting("notify");
  const [permission, setPermission] = useState(() => (supported() ? Notification.permission : null));
  if (permission === null) {
    return (
      <div className="switch-row">
        <p>{t("settings.notifications")}</p>
        <p className="switch-hint">{t("settings.notifyMissing")}</p>
      </div>
    );
  }
  const change = async (on: boolean) => {
    if (!on) return settings.set("notify", false);
    const answer = await Notification.requestPermission();
    setPermission(answer);
    settings.set("notify", answer === "granted");
  };
  const text = t("notice.newMessage", { app: t("app.name") });
  return (
    <SwitchRow
      label={t("settings.notify")}
      hint={permission === "denied" ? t("settings.notifyDenied") : t("settings.notifyHint", { text })}
      on={wanted && permission === "granted"}
      onChange={(on) => void change(on)}
    />
  );
}
