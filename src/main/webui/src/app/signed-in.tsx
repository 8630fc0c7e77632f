import {
  type ApiClient,
  ApiProblem,
  browserTabs,
  ChatSession,
  createApiClient,
  fetchMe,
  handshakeProbe,
  type Keep,
  type Me,
  messageTransport,
  openKeep,
  socketUrl,
  TokenKeeper,
  type TokenProvider,
} from "@rapport/client";
import { type Chat, ChatProvider, Notice, useReadable } from "@rapport/react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { NotAccepted } from "../features/session/not-accepted";
import { SessionExpired } from "../features/session/session-expired";
import { ChatScreen } from "./chat-screen";

type SignedInProps = {
  provider: TokenProvider;
  /** The promise resolves when nothing of the person is kept any more. */
  onSignOut: (erased: Promise<void>) => void;
  onSignedOutElsewhere: () => void;
};

/** Everything that lives as long as one person is signed in. */
export function SignedIn({ provider, onSignOut, onSignedOutElsewhere }: SignedInProps) {
  const { t } = useTranslation();
  const [tokens] = useState(() => new TokenKeeper(provider));
  const [api] = useState(() => createApiClient(tokens));
  const me = useQuery({ queryKey: ["me"], queryFn: () => fetchMe(api), staleTime: Number.POSITIVE_INFINITY });
  const chat = useChatOf(me.data, api, tokens, onSignedOutElsewhere);
  const signedOut = useReadable(tokens.signedOut);
  const refused = me.data === undefined && (signedOut ? "token" : isForbidden(me.error) && "role");
  const signInAgain = async () => {
    await tokens.signInAgain();
    if (me.data === undefined) await me.refetch();
  };
  const signOut = () => {
    chat?.session.connection.signOutElsewhere();
    onSignOut(chat?.eraseKept() ?? Promise.resolve());
  };
  return (
    <>
      {chat !== null && (
        <ChatProvider value={chat}>
          <ChatScreen dimmed={signedOut} onSignOut={signOut} />
        </ChatProvider>
      )}
      {chat === null && me.isError && !refused && (
        <main className="whole-page">
          <Notice title={t("app.loadFailed")} heading="h1" role="alert">
            <div className="notice-buttons">
              <button type="button" className="button button-primary" onClick={() => void me.refetch()}>
                {t("app.tryAgain")}
              </button>
              <button type="button" className="button" onClick={signOut}>
                {t("app.signOut")}
              </button>
            </div>
            <Reference error={me.error} />
          </Notice>
        </main>
      )}
      {refused && <NotAccepted reason={refused} onSignIn={signInAgain} onSignOut={signOut} />}
      {signedOut && me.data !== undefined && <SessionExpired onSignIn={signInAgain} />}
    </>
  );
}

function isForbidden(error: Error | null): boolean {
  return error instanceof ApiProblem && error.status === 403;
}

function Reference({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiProblem) || error.requestId === null) return null;
  return <p className="reference">{t("app.requestId", { id: error.requestId })}</p>;
}

function useChatOf(
  me: Me | undefined,
  api: ApiClient,
  tokens: TokenKeeper,
  onSignedOutElsewhere: () => void,
): Chat | null {
  const [chat, setChat] = useState<Chat | null>(null);
  const signedOutElsewhere = useEffectEvent(onSignedOutElsewhere);
  useEffect(() => {
    if (me === undefined) return;
    let end = () => {};
    let over = false;
    const begin = (keep: Keep) => {
      if (over) return keep.close();
      const session = new ChatSession({
        ownId: me.id,
        transport: messageTransport(api),
        shared: keep.shared,
        url: socketUrl(),
        tokens,
        openSocket: (url, protocols) => new WebSocket(url, protocols),
        probe: handshakeProbe(api),
        tabs: browserTabs(),
        onSignedOutElsewhere: () => signedOutElsewhere(),
      });
      session.start();
      setChat({ me, api, session, drafts: keep.drafts, eraseKept: keep.erase });
      end = () => {
        session.stop();
        keep.close();
        setChat(null);
      };
    };
    // First what was kept: a draft must be there when its field appears.
    void openKeep(me.id).then(begin);
    return () => {
      over = true;
      end();
    };
  }, [me, api, tokens]);
  return chat;
}
