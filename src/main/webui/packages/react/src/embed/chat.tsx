import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../components/ui/notice";
import { PlaceLink } from "../components/ui/place-link";
import { ConnectionBanner } from "../features/connection/connection-banner";
import { ConversationList } from "../features/conversations/conversation-list";
import { useConversations } from "../features/conversations/use-conversations";
import { KeyboardShortcuts } from "../features/keyboard/keyboard-shortcuts";
import { ChatPane } from "../features/messages/chat-pane";
import { useChat, useReadable } from "../hooks/chat";
import { type Place, type Places, PlacesProvider } from "../hooks/places";
import { ShortcutScopeProvider } from "../hooks/shortcut";

export type ChatProps = {
  /** Whose conversation is shown, null for none; leave it out and the chat keeps that itself. */
  readonly peer?: Place | undefined;
  /** The person goes to a conversation, or with null back to the list. */
  readonly onPeerChange?: ((peer: Place) => void) | undefined;
  /** The address of a place, where places have one; without it they are buttons. */
  readonly hrefOf?: Places["hrefOf"];
  readonly onUnreadChange?: ((count: number) => void) | undefined;
  /** The chat is the page: its conversation is the `main` part and has the first heading. */
  readonly wholePage?: boolean;
  /** What stands above and below the list. */
  readonly head?: ReactNode;
  readonly foot?: ReactNode;
};

/** The list on the left, the conversation on the right; where there is little room one of the two. */
export function Chat(props: ChatProps) {
  const { peer, onPeerChange, hrefOf, onUnreadChange, wholePage = false, head, foot } = props;
  const { t } = useTranslation();
  const { session, tokens } = useChat();
  const { query: list, conversations } = useConversations();
  const connection = useReadable(session.connection.state);
  const dimmed = useReadable(tokens.signedOut);
  const [ownPeer, setOwnPeer] = useState<Place>(null);
  const place = peer === undefined ? ownPeer : peer;
  const chosen = conversations?.find((conversation) => conversation.peer.id === place);
  useUnread(
    conversations?.reduce((sum, { unread }) => sum + unread, 0),
    onUnreadChange,
  );
  const go = (next: Place) => {
    setOwnPeer(next);
    onPeerChange?.(next);
  };
  const root = useRef<HTMLDivElement>(null);
  const Pane = wholePage ? "main" : "section";
  const heading = wholePage ? "h1" : "h2";
  return (
    <PlacesProvider value={{ go, hrefOf }}>
      <ShortcutScopeProvider value={wholePage ? null : root}>
        <div ref={root} className="rapport-chat">
          <div
            className={`screen ${place === null ? "screen-list" : "screen-chat"} ${dimmed ? "screen-dimmed" : ""}`}
          >
            <div className="side">
              {head}
              <nav className="side-list" aria-label={t("list.label")} data-region>
                <ConversationList
                  conversations={conversations}
                  chosen={place}
                  error={list.data === undefined ? list.error : null}
                  onRetry={() => void list.refetch()}
                />
              </nav>
              {foot}
            </div>
            <Pane className="chat" aria-busy={list.isPending}>
              <ConnectionBanner />
              {wholePage && conversations === undefined && (
                <h1 className="visually-hidden">{t("list.label")}</h1>
              )}
              {chosen !== undefined && (
                <ChatPane
                  key={chosen.peer.id}
                  conversation={chosen}
                  disabled={dimmed || connection.kind === "replaced"}
                  heading={heading}
                />
              )}
              {chosen === undefined &&
                conversations !== undefined &&
                (place === null || list.data !== undefined) && (
                  <Elsewhere gone={place !== null} empty={conversations.length === 0} heading={heading} />
                )}
            </Pane>
          </div>
          <KeyboardShortcuts />
        </div>
      </ShortcutScopeProvider>
    </PlacesProvider>
  );
}

type ElsewhereProps = { gone: boolean; empty: boolean; heading: "h1" | "h2" };

function Elsewhere({ gone, empty, heading }: ElsewhereProps) {
  const { t } = useTranslation();
  if (gone) {
    return (
      <Notice title={t("chat.closed")} heading={heading} role="alert">
        <p>{t("chat.closedHint")}</p>
        <PlaceLink className="button" to={null}>
          {t("chat.back")}
        </PlaceLink>
      </Notice>
    );
  }
  return (
    <Notice title={t(empty ? "list.empty" : "list.choose")} heading={heading}>
      <p>{t(empty ? "list.emptyNext" : "list.chooseHint")}</p>
    </Notice>
  );
}

function useUnread(unread: number | undefined, onChange: ChatProps["onUnreadChange"]): void {
  const tell = useEffectEvent((count: number) => onChange?.(count));
  useEffect(() => {
    if (unread !== undefined) tell(unread);
  }, [unread]);
}
