import { createInstance, type i18n as I18n } from "i18next";
import { en } from "./texts-en";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/**
 * The texts in one language, else English. An instance of its own, which the screens get by a provider and never as the
 * global one: a host page with i18next is not disturbed.
 */
export function newI18n(locale = "en"): I18n {
  const instance = createInstance();
  void instance.init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: en } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
