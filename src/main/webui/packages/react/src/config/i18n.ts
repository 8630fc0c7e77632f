import { createInstance, type i18n as I18n } from "i18next";
import { type Language, TRANSLATIONS } from "./languages";
import { en } from "./texts-en";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const NAMESPACE = "translation";

/**
 * The texts, in English at first. An instance of its own, which the screens get by a provider and never as the global
 * one: a host page with i18next is not disturbed.
 */
export function newI18n(): I18n {
  const instance = createInstance();
  void instance.init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { [NAMESPACE]: en } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** What was asked for last, as one language may load longer than the next. */
const wanted = new WeakMap<I18n, Language>();

/** Changes the language, once its texts are there; a page that cannot load them goes on in the language that it has. */
export async function speak(i18n: I18n, language: Language): Promise<void> {
  wanted.set(i18n, language);
  if (language !== "en" && !i18n.hasResourceBundle(language, NAMESPACE)) {
    const texts = await TRANSLATIONS[language]().catch(() => null);
    if (texts === null) return;
    i18n.addResourceBundle(language, NAMESPACE, texts);
  }
  if (wanted.get(i18n) === language) await i18n.changeLanguage(language);
}
