import type { Conversation, ConversationState, ConversationSync, Readable } from "@rapport/client";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../components/ui/avatar";
import { PresenceDot } from "../../components/ui/presence-dot";
import { formatOf } from "../../config/format";
import { useReadable } from "../../hooks/chat";
import { Preview } from "./preview";

const NOT_OPENED: Readable<ConversationState | null> = {
  getSnapshot: () => null,
  subscribe: () => () => {},
};

type RowProps = {
  conversation: Conversation;
  /** Where places have addresses; else the row is a button. */
  href: string | undefined;
  /** It is the one in front. */
  current: boolean;
  /** The one row of the list that Tab reaches. */
  isStop: boolean;
  typing: boolean;
  /** The conversation in this tab, once it was opened. */
  opened: ConversationSync | undefined;
  ownId: string;
  /** In milliseconds. */
  now: number;
};

/**
 * One conversation of the list: who, when, the last line, what is unread. The list follows clicks for all rows,
 * as there may be a thousand.
 */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const { conversation, href, current, isStop, typing, opened: sync, ownId, now } = props;
  const { t, i18n } = useTranslation();
  const { peer, lastMessage } = conversation;
  const opened = useReadable<ConversationState | null>(sync?.state ?? NOT_OPENED);
  // What was read in this tab need not wait for the next answer of the server.
  const unread = opened !== null && opened.readSeq >= conversation.lastSeq ? 0 : conversation.unread;
  const Row = href === undefined ? "button" : "a";
  const sent = lastMessage ? new Date(lastMessage.sentAt) : null;
  return (
    <Row
      href={href}
      className={`place row ${unread > 0 ? "row-unread" : ""}`}
      aria-current={current ? "page" : undefined}
      tabIndex={isStop ? 0 : -1}
      type={href === undefined ? "button" : undefined}
      data-peer={peer.id}
    >
      <Avatar id={peer.id} name={peer.displayName} />
      <span className="row-text">
        <span className="row-name" dir="auto" translate="no">
          {peer.displayName}
        </span>
        {sent && (
          <time className="row-time" dateTime={sent.toISOString()}>
            {formatOf(i18n.language).recent(sent, new Date(now))}
          </time>
        )}
        <Preview conversation={conversation} opened={opened} ownId={ownId} typing={typing} />
        {unread > 0 && (
          <span className="row-count">
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span className="visually-hidden">{t("list.unread", { count: unread })}</span>
          </span>
        )}
        <RowPresence conversation={conversation} />
      </span>
    </Row>
  );
});

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
