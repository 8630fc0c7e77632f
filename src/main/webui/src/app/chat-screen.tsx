import {
  ChatPane,
  ConnectionBanner,
  ConversationList,
  KeyboardShortcuts,
  Logo,
  Notice,
  useChat,
  useConversations,
  useReadable,
} from "@rapport/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useMatch } from "react-router";
import { AccountBar } from "../features/session/account-bar";
import "./chat-screen.css";

type ChatScreenProps = { dimmed: boolean; onSignOut: () => void };

/** The list on the left, the conversation on the right; on a phone one of the two. */
export function ChatScreen({ dimmed, onSignOut }: ChatScreenProps) {
  const { t } = useTranslation();
  const { session } = useChat();
  const list = useConversations();
  const connection = useReadable(session.connection.state);
  const peerId = useMatch("/conversations/:peerId")?.params.peerId;
  const chosen = list.data?.find(({ peer }) => peer.id === peerId);
  const unread = list.data?.reduce((sum, conversation) => sum + conversation.unread, 0) ?? 0;
  useTitle(unread);
  const disabled = dimmed || connection.kind === "replaced";
  return (
    <div
      className={`screen ${peerId === undefined ? "screen-list" : "screen-chat"} ${dimmed ? "screen-dimmed" : ""}`}
    >
      <a className="skip-link" href="#composer">
        {t("app.skipToComposer")}
      </a>
      <div className="side">
        <header className="side-header">
          <Logo />
          <span className="wordmark">{t("app.name")}</span>
        </header>
        <nav className="side-list" aria-label={t("list.label")} data-region>
          <ConversationList
            conversations={list.data}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        </nav>
        <AccountBar onSignOut={onSignOut} />
      </div>
      <main className="chat" aria-busy={list.isPending}>
        <ConnectionBanner />
        {chosen !== undefined && <ChatPane key={chosen.peer.id} conversation={chosen} disabled={disabled} />}
        {chosen === undefined && list.data !== undefined && (
          <Elsewhere gone={peerId !== undefined} empty={list.data.length === 0} />
        )}
      </main>
      <KeyboardShortcuts />
    </div>
  );
}

function Elsewhere({ gone, empty }: { gone: boolean; empty: boolean }) {
  const { t } = useTranslation();
  if (gone) {
    return (
      <Notice title={t("chat.closed")} heading="h1" role="alert">
        <p>{t("chat.closedHint")}</p>
        <Link className="button" to="/">
          {t("chat.back")}
        </Link>
      </Notice>
    );
  }
  return (
    <Notice title={t(empty ? "list.empty" : "list.choose")} heading="h1">
      <p>{t(empty ? "list.emptyNext" : "list.chooseHint")}</p>
    </Notice>
  );
}

function useTitle(unread: number): void {
  const { t } = useTranslation();
  useEffect(() => {
    // Names stay out of the title: it shows in task bars, histories and shared screens.
    document.title = unread > 0 ? `(${unread}) ${t("app.name")}` : t("app.name");
  }, [unread, t]);
}
