import { type Conversation, type LoadState, timeline } from "@rapport/client";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../components/ui/avatar";
import { Icon } from "../../components/ui/icon";
import { Notice } from "../../components/ui/notice";
import { OrganisationNote } from "../../components/ui/organisation-note";
import { PlaceLink } from "../../components/ui/place-link";
import { useChat, useReadable } from "../../hooks/chat";
import { useOrganisationTexts } from "../../hooks/organisation";
import { usePlaces } from "../../hooks/places";
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
  const texts = useOrganisationTexts();
  const { go } = usePlaces();
  const sync = session.conversation(peer.id);
  const state = useReadable(sync.state);
  const entries = useMemo(() => timeline(state, me.id), [state, me.id]);
  const field = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLElement>(null);
  useAnnouncements(entries, state.load.kind === "ready", peer.displayName);
  const focusComposer = useCallback(() => field.current?.focus(), []);
  const leaveToList = () => go(null);
  const focusLast = () => [...(scroller.current?.querySelectorAll("article") ?? [])].at(-1)?.focus();
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
          sync={sync}
          state={state}
          entries={entries}
          peerName={peer.displayName}
          writable={writable && !disabled}
          scroller={scroller}
          onGone={focusComposer}
          onEscape={isOnePane() ? leaveToList : focusComposer}
        />
      )}
      {!closed && entries.length === 0 && (
        <NothingYet load={state.load} peer={peer} onRetry={() => void sync.refresh()} />
      )}
      {writable && peer.role === "coach" && peer.presence === "away" && (
        <OrganisationNote text={texts.away} emergency={texts.emergency} />
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
          onUp={focusLast}
          onEscape={() => {
            if (isOnePane()) leaveToList();
          }}
        />
      )}
      {!closed && !writable && <p className="chat-closed">{t("chat.closedReadOnly")}</p>}
    </>
  );
}

/** On a phone the list is another screen. */
function isOnePane(): boolean {
  return globalThis.matchMedia?.("(width < 900px)").matches ?? false;
}

type NothingYetProps = { load: LoadState; peer: Conversation["peer"]; onRetry: () => void };

function NothingYet({ load, peer, onRetry }: NothingYetProps) {
  const { t } = useTranslation();
  const { officeHours, emergency } = useOrganisationTexts();
  if (load.kind === "loading") return <Skeleton />;
  if (load.kind === "ready") {
    return (
      <Notice title={t("chat.empty", { name: peer.displayName })}>
        <p>{t("chat.emptyHint")}</p>
        {peer.role === "coach" && <OrganisationNote text={officeHours} emergency={emergency} />}
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
