import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./texts-en";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** The texts of the app; an instance of its own, so that a host page with i18next is not disturbed. */
export const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  initAsync: false,
  interpolation: { escapeValue: false },
});
