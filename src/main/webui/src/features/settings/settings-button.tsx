import { Icon } from "@rapport/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SettingsDialog } from "./settings-dialog";

/** Opens the settings. */
export function SettingsButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        title={t("settings.open")}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="settings" />
        <span className="visually-hidden">{t("settings.open")}</span>
      </button>
      {open && <SettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
