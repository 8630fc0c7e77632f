import type { TimelineEntry } from "@rapport/client";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { MenuButton, type MenuItem } from "../../components/ui/menu";
import { formatOf } from "../../config/format";
import { Deletion } from "./deletion";
import { DeliveryMark } from "./delivery-mark";
import { FailedActions } from "./failed-actions";
import type { MessageActions } from "./message-actions";
import { MessageEditor } from "./message-editor";
import { MessageText } from "./message-text";

type MessageItemProps = {
  entry: TimelineEntry;
  peerName: string;
  startsGroup: boolean;
  /** The next message tells the time for this one too. */
  quiet: boolean;
  lastRead: boolean;
  /** The one message that Tab reaches, with what is in it. */
  isStop: boolean;
  editing: boolean;
  /** Whether the conversation can be written in. */
  writable: boolean;
  /** Its place among all messages, where not all are drawn. */
  place: number | undefined;
  actions: MessageActions;
};

/** One message. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { entry, peerName, startsGroup, quiet, lastRead, isStop, editing, place, actions } = props;
  const { t, i18n } = useTranslation();
  const format = formatOf(i18n.language);
  const sent = new Date(entry.sentAt);
  const { change } = entry;
  const failed = entry.delivery?.kind === "failed" ? entry.delivery : null;
  const inEditor = editing || change?.kind === "edit";
  const side = entry.own ? "message-own" : "message-peer";
  const tabIndex = isStop ? 0 : -1;
  return (
    <li
      className={`message ${side} ${startsGroup ? "message-first" : ""} ${quiet ? "message-quiet" : ""} ${failed ? "message-failed" : ""}`}
      aria-posinset={place}
      aria-setsize={place === undefined ? undefined : -1}
      data-key={entry.key}
      data-seq={entry.own ? undefined : entry.seq}
    >
      <article
        aria-label={`${entry.own ? t("chat.you") : peerName} ${format.clock(sent)}`}
        tabIndex={tabIndex}
        data-failed={failed ? true : undefined}
      >
        {entry.deleted && <p className="bubble bubble-deleted">{t("chat.deleted")}</p>}
        {inEditor && (
          <MessageEditor
            text={entry.text}
            change={change}
            gone={entry.deleted}
            onSave={(text) => actions.saveEdit(entry.seq, text)}
            onCopy={actions.copy}
            onCancel={() => actions.endEdit(entry.seq)}
          />
        )}
        {!entry.deleted && !inEditor && <MessageText text={entry.text} tabIndex={tabIndex} />}
        <div className="message-foot">
          <time dateTime={entry.sentAt} title={format.dateAndTime(sent)}>
            {format.clock(sent)}
          </time>
          {entry.editedAt !== null && <Edited at={new Date(entry.editedAt)} />}
          {entry.own && !entry.deleted && <DeliveryMark entry={entry} lastRead={lastRead} />}
        </div>
        {change?.kind === "delete" && (
          <Deletion
            change={change}
            onRetry={() => actions.remove(entry.seq)}
            onDismiss={() => actions.giveUp(entry.seq)}
          />
        )}
        {failed && (
          <FailedActions
            reason={failed.reason}
            onRetry={() => actions.retry(entry.key)}
            onCopy={() => actions.copy(entry.text)}
            onDelete={() => actions.discard(entry.key)}
          />
        )}
      </article>
      {!inEditor && <Menu {...props} />}
    </li>
  );
}, sameItem);

function Edited({ at }: { at: Date }) {
  const { t, i18n } = useTranslation();
  const format = formatOf(i18n.language);
  return (
    <span title={t("chat.editedAt", { date: format.dateAndTime(at) })}>
      {t("chat.edited", { time: format.clock(at) })}
    </span>
  );
}

function Menu({ entry, isStop, writable, actions }: MessageItemProps) {
  const { t } = useTranslation();
  if (entry.seq === 0 || entry.deleted || entry.change !== null) return null;
  const items = (): readonly MenuItem[] => {
    const copy = { label: t("chat.menu.copy"), onChoose: () => actions.copy(entry.text) };
    if (!entry.own || !writable || !actions.canChange(entry.sentAt)) return [copy];
    return [
      copy,
      { label: t("chat.menu.edit"), onChoose: () => actions.beginEdit(entry.seq) },
      { label: t("chat.menu.delete"), danger: true, onChoose: () => actions.askDelete(entry.seq) },
    ];
  };
  return <MenuButton label={t("chat.actions")} items={items} tabIndex={isStop ? 0 : -1} />;
}

/** Entries are made anew for every change of the conversation; a row is drawn anew only when it differs. */
function sameItem({ entry: a, ...one }: MessageItemProps, { entry: b, ...other }: MessageItemProps): boolean {
  return isShallowEqual(a, b) && isShallowEqual(one, other);
}

function isShallowEqual<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((name) => Object.is(one[name], other[name]));
}
