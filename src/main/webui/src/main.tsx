import { newI18n } from "@rapport/react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { BrowserRouter } from "react-router";
import { App } from "./app/app";
import { loadSignInMethod } from "./features/session/sign-in-methods";
import "@rapport/react/styles.css";
import "./app/page.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the app");

const method = await loadSignInMethod();
createRoot(root).render(
  <I18nextProvider i18n={newI18n()}>
    <BrowserRouter>
      <App method={method} />
    </BrowserRouter>
  </I18nextProvider>,
);
