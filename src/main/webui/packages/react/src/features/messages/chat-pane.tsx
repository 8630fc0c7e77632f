import { type Conversation, type LoadState, timeline } from "@rapport/client";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../components/ui/avatar";
import { Icon } from "../../components/ui/icon";
import { Notice } from "../../components/ui/notice";
import { PlaceLink } from "../../components/ui/place-link";
import { useChat, useReadable } from "../../hooks/chat";
import { Composer } from "./composer";
import { MessageList } from "./message-list";
import { PresenceLine } from "./presence-line";
import { TypingLine } from "./typing-line";
import { useAnnouncements } from "./use-announcements";

type ChatPaneProps = { conversation: Conversation; disabled: boolean; heading?: "h1" | "h2" };

/** The conversation with one person. Use it with a `key` of that person. */
export function ChatPane({ conversation, disabled, heading: Heading = "h2" }: ChatPaneProps) {
  const { t } = useTranslation();
  const { me, session, drafts } = useChat();
  const { peer } = conversation;
  const sync = session.conversation(peer.id);
  const state = useReadable(sync.state);
  const entries = useMemo(() => timeline(state, me.id), [state, me.id]);
  const field = useRef<HTMLTextAreaElement>(null);
  useAnnouncements(entries, state.load.kind === "ready", peer.displayName);
  const onNearTop = useCallback(() => void sync.loadOlder(), [sync]);
  const onSeen = useCallback((seq: number) => sync.markRead(seq), [sync]);
  const onRetry = useCallback((key: string) => sync.retry(key), [sync]);
  const onDelete = useCallback((key: string) => sync.discard(key), [sync]);
  const focusComposer = useCallback(() => field.current?.focus(), []);
  const closed = state.load.kind === "closed";
  const writable = !closed && conversation.state === "open";
  return (
    <>
      <header className="chat-header">
        <PlaceLink className="chat-back" to={null}>
          <Icon name="back" size={24} />
          <span className="visually-hidden">{t("chat.back")}</span>
        </PlaceLink>
        <Avatar id={peer.id} name={peer.displayName} />
        <div className="chat-who">
          <Heading className="chat-name" dir="auto" translate="no">
            {peer.displayName}
          </Heading>
          <PresenceLine peer={peer} open={conversation.state === "open"} />
        </div>
        <p className="chat-private">
          <Icon name="lock" size={16} />
          {t("chat.private")}
        </p>
      </header>
      {closed && (
        <Notice title={t("chat.closed")} role="alert">
          <p>{t("chat.closedHint")}</p>
        </Notice>
      )}
      {!closed && entries.length > 0 && (
        <MessageList
          state={state}
          entries={entries}
          peerName={peer.displayName}
          onNearTop={onNearTop}
          onSeen={onSeen}
          onRetry={onRetry}
          onDelete={onDelete}
          onLeave={focusComposer}
        />
      )}
      {!closed && entries.length === 0 && (
        <NothingYet load={state.load} peerName={peer.displayName} onRetry={() => void sync.refresh()} />
      )}
      {writable && <TypingLine peer={peer} />}
      {writable && (
        <Composer
          key={peer.id}
          peerName={peer.displayName}
          disabled={disabled}
          initialDraft={drafts.get(peer.id)}
          field={field}
          onDraft={(text) => {
            drafts.set(peer.id, text);
            session.typed(peer.id, text);
          }}
          onSend={(text) => sync.send(text)}
        />
      )}
      {!closed && !writable && <p className="chat-closed">{t("chat.closedReadOnly")}</p>}
    </>
  );
}

type NothingYetProps = { load: LoadState; peerName: string; onRetry: () => void };

function NothingYet({ load, peerName, onRetry }: NothingYetProps) {
  const { t } = useTranslation();
  if (load.kind === "loading") return <Skeleton />;
  if (load.kind === "ready") {
    return (
      <Notice title={t("chat.empty", { name: peerName })}>
        <p>{t("chat.emptyHint")}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t("chat.loadFailed")} role="alert">
      <button type="button" className="button" onClick={onRetry}>
        {t("app.tryAgain")}
      </button>
      {load.kind === "failed" && load.requestId && (
        <p className="reference">{t("app.requestId", { id: load.requestId })}</p>
      )}
    </Notice>
  );
}

const BUBBLES = ["short", "long", "middle", "long", "short"];

function Skeleton() {
  return (
    <div className="messages messages-skeleton" aria-busy="true">
      {BUBBLES.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change.
        <span key={index} className={`skeleton skeleton-bubble skeleton-${width}`} />
      ))}
    </div>
  );
}
