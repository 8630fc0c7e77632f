import type { Conversation, ConversationState, Readable } from "@rapport/client";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../components/ui/avatar";
import { PlaceLink } from "../../components/ui/place-link";
import { PresenceDot } from "../../components/ui/presence-dot";
import { formatOf } from "../../config/format";
import { useChat, useReadable } from "../../hooks/chat";

const NOT_OPENED: Readable<ConversationState | null> = {
  getSnapshot: () => null,
  subscribe: () => () => {},
};

type RowProps = { conversation: Conversation; current: boolean; now: Date };

/** One conversation of the list: who, when, the last line, what is unread. */
export function ConversationRow({ conversation, current, now }: RowProps) {
  const { t, i18n } = useTranslation();
  const { me, session } = useChat();
  const { peer, lastMessage } = conversation;
  const opened = useReadable<ConversationState | null>(session.opened(peer.id)?.state ?? NOT_OPENED);
  // What was read in this tab need not wait for the next answer of the server.
  const unread = opened !== null && opened.readSeq >= conversation.lastSeq ? 0 : conversation.unread;
  const sent = lastMessage ? new Date(lastMessage.sentAt) : null;
  return (
    <PlaceLink to={peer.id} current={current} className={`row ${unread > 0 ? "row-unread" : ""}`}>
      <Avatar id={peer.id} name={peer.displayName} />
      <span className="row-text">
        <span className="row-name" dir="auto" translate="no">
          {peer.displayName}
        </span>
        {sent && (
          <time className="row-time" dateTime={sent.toISOString()}>
            {formatOf(i18n.language).recent(sent, now)}
          </time>
        )}
        <Preview conversation={conversation} opened={opened} ownId={me.id} />
        {unread > 0 && (
          <span className="row-count">
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span className="visually-hidden">{t("list.unread", { count: unread })}</span>
          </span>
        )}
        <RowPresence conversation={conversation} />
      </span>
    </PlaceLink>
  );
}

function RowPresence({ conversation: { peer, state } }: { conversation: Conversation }) {
  const { t } = useTranslation();
  if (state === "closed" || (peer.presence !== "available" && peer.presence !== "away")) return null;
  return (
    <span className="row-presence">
      <PresenceDot presence={peer.presence} />
      {t(`list.${peer.presence}`)}
    </span>
  );
}

type PreviewProps = { conversation: Conversation; opened: ConversationState | null; ownId: string };

function Preview({ conversation, opened, ownId }: PreviewProps) {
  const { t } = useTranslation();
  const { peer, lastMessage, state } = conversation;
  const typing = useReadable(useChat().session.typing).has(peer.id);
  const deliveries = opened?.pending.map(({ delivery }) => delivery.kind) ?? [];
  if (deliveries.includes("failed"))
    return <span className="row-preview row-failed">{t("list.notSent")}</span>;
  if (typing && state === "open") return <span className="row-preview row-typing">{t("list.typing")}</span>;
  if (deliveries.includes("sending")) return <span className="row-preview">{t("list.sending")}</span>;
  if (deliveries.includes("queued")) return <span className="row-preview">{t("list.notYetSent")}</span>;
  if (state === "closed") return <span className="row-preview">{t("list.closed")}</span>;
  if (!lastMessage) return <span className="row-preview">{t("list.noMessages")}</span>;
  if (lastMessage.deleted) return <span className="row-preview">{t("chat.deleted")}</span>;
  const text = lastMessage.senderId === ownId ? t("list.you", { text: lastMessage.text }) : lastMessage.text;
  return (
    <span className="row-preview" dir="auto" translate="no">
      {text}
    </span>
  );
}
