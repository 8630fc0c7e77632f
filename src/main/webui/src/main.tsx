import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { BrowserRouter } from "react-router";
import { App } from "./app/app";
import { i18n } from "./config/i18n";
import { loadSignInMethod } from "./features/session/sign-in-methods";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the app");

const method = await loadSignInMethod();
createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    <BrowserRouter>
      <App method={method} />
    </BrowserRouter>
  </I18nextProvider>,
);
