import { settings, useSetting } from "@rapport/react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

/** Light, dark, or as the device has it. */
export function ThemeChoice() {
  const { t } = useTranslation();
  const name = useId();
  const chosen = useSetting("theme");
  return (
    <fieldset className="theme-choice">
      <legend>{t("settings.appearance")}</legend>
      <div className="segments">
        {settings.valuesOf("theme").map((theme) => (
          <label key={theme} className="segment">
            <input
              type="radio"
              name={name}
              checked={theme === chosen}
              onChange={() => settings.set("theme", theme)}
            />
            {t(`settings.theme.${theme}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
