import { type Language, settings, speak, spokenOf, useSetting } from "@rapport/react";
import { useEffect, useLayoutEffect } from "react";
import { useTranslation } from "react-i18next";
import { PSEUDO } from "../config/pseudo";

/** The language that was chosen here, else that of the person, else that of the browser, as far as they are offered. */
export function languageFor(personLocale: string | null, offered?: readonly string[]): Language {
  const chosen = settings.get("language");
  return spokenOf([chosen === "auto" ? null : chosen, personLocale, ...navigator.languages], offered);
}

/** Speaks the language that fits, and says on the page which one it is. */
export function usePageLanguage(personLocale: string | null, offered?: readonly string[]): void {
  const { i18n } = useTranslation();
  useSetting("language");
  const language = languageFor(personLocale, offered);
  useEffect(() => {
    // There only where a development build was asked for it.
    if (i18n.hasResourceBundle(PSEUDO, "translation")) void i18n.changeLanguage(PSEUDO);
    else void speak(i18n, language);
  }, [i18n, language]);
  const spoken = i18n.language;
  useLayoutEffect(() => {
    document.documentElement.lang = spoken;
    document.documentElement.dir = i18n.dir(spoken);
  }, [i18n, spoken]);
}
