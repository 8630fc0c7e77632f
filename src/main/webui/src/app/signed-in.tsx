import { ApiProblem, signOut as endChat, type TokenProvider } from "@rapport/client";
import { ChatProvider, Notice, useRapport } from "@rapport/react";
import { useTranslation } from "react-i18next";
import { SessionExpired } from "../features/session/session-expired";
import { ChatScreen } from "./chat-screen";

type SignedInProps = { provider: TokenProvider; onSignOut: () => void };

/** Everything that lives as long as one person is signed in. */
export function SignedIn({ provider, onSignOut }: SignedInProps) {
  const { t } = useTranslation();
  const rapport = useRapport({ provider, onSignedOutElsewhere: onSignOut });
  const { chat, error, signedOut } = rapport;
  const signOut = () => {
    if (chat !== null) void endChat(chat);
    onSignOut();
  };
  return (
    <>
      {chat !== null && (
        <ChatProvider value={chat}>
          <ChatScreen onSignOut={signOut} />
        </ChatProvider>
      )}
      {chat === null && error !== null && !signedOut && (
        <main className="whole-page">
          <Notice title={t("app.loadFailed")} heading="h1" role="alert">
            <div className="notice-buttons">
              <button type="button" className="button button-primary" onClick={rapport.retry}>
                {t("app.tryAgain")}
              </button>
              <button type="button" className="button" onClick={onSignOut}>
                {t("app.signOut")}
              </button>
            </div>
            <Reference error={error} />
          </Notice>
        </main>
      )}
      {signedOut && <SessionExpired onSignIn={rapport.signInAgain} />}
    </>
  );
}

function Reference({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiProblem) || error.requestId === null) return null;
  return <p className="reference">{t("app.requestId", { id: error.requestId })}</p>;
}
