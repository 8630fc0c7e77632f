import { newI18n, speak } from "@rapport/react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { App } from "./app/app";
import { addPseudo } from "./config/pseudo";
import { loadSignInMethod } from "./features/session/sign-in-methods";
import { fetchPageConfig } from "./hooks/page-config";
import { languageFor } from "./hooks/use-page-language";
import "@rapport/react/styles.css";
import "./app/page.css";

const SECOND = 1_000;

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the app");

const i18n = newI18n();
if (__DEMO__ && new URLSearchParams(location.search).has("pseudo")) addPseudo(i18n);

// Nobody sees another language first; nor does anybody wait long to see which ones there are.
const beginning = fetchPageConfig(SECOND).catch(() => undefined);
const speaking = beginning.then((config) => speak(i18n, languageFor(null, config?.locales)));
const [method, config] = await Promise.all([loadSignInMethod(), beginning, speaking]);
createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    <App method={method} config={config} />
  </I18nextProvider>,
);
