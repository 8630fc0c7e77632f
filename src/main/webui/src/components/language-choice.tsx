import { LANGUAGES } from "@rapport/react";
import { useTranslation } from "react-i18next";
import { Choice } from "./choice";

/** In which language the page speaks, each by its own name. */
export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <Choice
      setting="language"
      label={t("settings.language")}
      nameOf={(value) => (value === "auto" ? t("settings.languageAuto") : LANGUAGES[value])}
      langOf={(value) => (value === "auto" ? undefined : value)}
    />
  );
}
