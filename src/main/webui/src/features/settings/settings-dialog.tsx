import { KeyboardHelp, Modal, type Switch, settings, useSetting } from "@rapport/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LanguageChoice } from "../../components/language-choice";
import { NotifyRow } from "./notify-row";
import { SwitchRow } from "./switch-row";
import { ThemeChoice } from "./theme-choice";
import "./settings.css";

/** What a person can set for this browser; each change counts at once. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [keys, setKeys] = useState(false);
  return (
    <Modal title={t("settings.title")} onCancel={onClose}>
      <div className="settings">
        <ThemeChoice />
        <LanguageChoice />
        <section aria-label={t("settings.privacy")}>
          <h3>{t("settings.privacy")}</h3>
          <SettingRow setting="discreet" label={t("settings.discreet")} hint={t("settings.discreetHint")} />
          <SettingRow setting="veil" label={t("settings.veil")} hint={t("settings.veilHint")} />
        </section>
        <section aria-label={t("settings.notifications")}>
          <h3>{t("settings.notifications")}</h3>
          <NotifyRow />
        </section>
        <section aria-label={t("settings.writing")}>
          <h3>{t("settings.writing")}</h3>
          <SettingRow
            setting="ctrlEnterSends"
            label={t("settings.ctrlEnterSends")}
            hint={t("settings.ctrlEnterSendsHint")}
          />
          <SettingRow
            setting="singleKeys"
            label={t("settings.singleKeys")}
            hint={t("settings.singleKeysHint")}
          />
          <button type="button" className="button" aria-haspopup="dialog" onClick={() => setKeys(true)}>
            {t("settings.keys")}
          </button>
          {keys && <KeyboardHelp onClose={() => setKeys(false)} />}
        </section>
        <p className="settings-kept">{t("settings.kept")}</p>
      </div>
      <div className="settings-foot">
        <button type="button" className="button button-primary" onClick={onClose}>
          {t("settings.done")}
        </button>
      </div>
    </Modal>
  );
}

function SettingRow({ setting, label, hint }: { setting: Switch; label: string; hint?: string }) {
  const on = useSetting(setting);
  return <SwitchRow label={label} hint={hint} on={on} onChange={(next) => settings.set(setting, next)} />;
}
