import { LANGUAGES, offeredOf } from "@rapport/react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pageConfigQuery } from "../hooks/page-config";
import { Choice } from "./choice";

/** In which of the organisation's languages the page speaks, each by its own name; with one there is nothing to choose. */
export function LanguageChoice() {
  const { t } = useTranslation();
  const { data: config } = useQuery(pageConfigQuery);
  const offered = offeredOf(config?.locales);
  if (offered.length < 2) return null;
  return (
    <Choice
      setting="language"
      values={["auto", ...offered]}
      label={t("settings.language")}
      nameOf={(value) => (value === "auto" ? t("settings.languageAuto") : LANGUAGES[value])}
      langOf={(value) => (value === "auto" ? undefined : value)}
    />
  );
}
