import type { TimelineEntry } from "@rapport/client";
import { memo, useId } from "react";
import { useTranslation } from "react-i18next";
import { formatOf } from "../../config/format";
import { DeliveryMark } from "./delivery-mark";
import { FailedActions } from "./failed-actions";

type MessageItemProps = {
  entry: TimelineEntry;
  peerName: string;
  startsGroup: boolean;
  /** The next message tells the time for this one too. */
  quiet: boolean;
  lastRead: boolean;
  onRetry: (key: string) => void;
  onDelete: (key: string) => void;
};

/** One message. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { entry, peerName, startsGroup, quiet, lastRead, onRetry, onDelete } = props;
  const { t, i18n } = useTranslation();
  const format = formatOf(i18n.language);
  const id = useId();
  const sent = new Date(entry.sentAt);
  const failed = entry.delivery?.kind === "failed" ? entry.delivery : null;
  const side = entry.own ? "message-own" : "message-peer";
  return (
    <li
      className={`message ${side} ${startsGroup ? "message-first" : ""} ${quiet ? "message-quiet" : ""} ${failed ? "message-failed" : ""}`}
      data-key={entry.key}
      data-seq={entry.own ? undefined : entry.seq}
    >
      <article aria-labelledby={`${id}-who ${id}-when`} tabIndex={-1}>
        <span id={`${id}-who`} className="visually-hidden" translate="no">
          {entry.own ? t("chat.you") : peerName}
        </span>
        {entry.deleted ? (
          <p className="bubble bubble-deleted">{t("chat.deleted")}</p>
        ) : (
          <p className="bubble" dir="auto" translate="no">
            {entry.text}
          </p>
        )}
        <div className="message-foot">
          <time id={`${id}-when`} dateTime={entry.sentAt} title={format.dateAndTime(sent)}>
            {format.clock(sent)}
          </time>
          {entry.own && <DeliveryMark entry={entry} lastRead={lastRead} />}
        </div>
        {failed && (
          <FailedActions
            text={entry.text}
            reason={failed.reason}
            onRetry={() => onRetry(entry.key)}
            onDelete={() => onDelete(entry.key)}
          />
        )}
      </article>
    </li>
  );
}, sameItem);

/** Entries are made anew for every change of the conversation; a row is drawn anew only when it differs. */
function sameItem(one: MessageItemProps, other: MessageItemProps): boolean {
  const { entry: a, ...rest } = one;
  const { entry: b, ...otherRest } = other;
  return (
    a.key === b.key &&
    a.seq === b.seq &&
    a.text === b.text &&
    a.deleted === b.deleted &&
    a.sentAt === b.sentAt &&
    a.delivery === b.delivery &&
    rest.peerName === otherRest.peerName &&
    rest.startsGroup === otherRest.startsGroup &&
    rest.quiet === otherRest.quiet &&
    rest.lastRead === otherRest.lastRead &&
    rest.onRetry === otherRest.onRetry &&
    rest.onDelete === otherRest.onDelete
  );
}
