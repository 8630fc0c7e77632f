import type { ConversationState, TimelineEntry } from "@rapport/client";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { dayNumber, formatOf } from "../../config/format";
import { useNow } from "../../hooks/use-now";
import { MessageItem } from "./message-item";
import { firstUnread, messageRows } from "./message-rows";
import { useScrollKeeping } from "./use-scroll-keeping";

type MessageListProps = {
  state: ConversationState;
  entries: readonly TimelineEntry[];
  peerName: string;
  onNearTop: () => void;
  onSeen: (seq: number) => void;
  onRetry: (key: string) => void;
  onDelete: (key: string) => void;
  onLeave: () => void;
};

/** The messages of one conversation, oldest first. */
export function MessageList(props: MessageListProps) {
  const { state, entries, peerName, onNearTop, onSeen, onRetry, onDelete, onLeave } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  // Fixed at the opening: the line stays until one leaves the conversation.
  const [dividerSeq] = useState(() => firstUnread(entries, state.readSeq, state.hasOlder));
  const { atBottom, arrived, toBottom } = useScrollKeeping({ scroller, entries, onNearTop, onSeen });
  const rows = useMemo(
    () => messageRows(entries, state.peerReadSeq, dividerSeq),
    [entries, state.peerReadSeq, dividerSeq],
  );
  return (
    <div className="messages">
      <section
        ref={scroller}
        className="scroller"
        aria-label={t("chat.label", { name: peerName })}
        onKeyDown={(event) => moveFocus(event, onLeave)}
      >
        <div className="scroller-content">
          <Beginning state={state} onRetry={onNearTop} />
          <ol className="message-rows" aria-label={t("chat.label", { name: peerName })}>
            {rows.map((row) => {
              if (row.kind === "day") return <DayLine key={row.key} moment={row.moment} />;
              if (row.kind === "new")
                return (
                  <li key={row.key} className="line line-new" data-divider>
                    <span>{t("chat.newDivider")}</span>
                  </li>
                );
              const { entry, startsGroup, endsGroup, lastRead } = row;
              return (
                <MessageItem
                  key={row.key}
                  entry={entry}
                  startsGroup={startsGroup}
                  quiet={!endsGroup && !lastRead && entry.delivery === null}
                  lastRead={lastRead}
                  peerName={peerName}
                  onRetry={onRetry}
                  onDelete={onDelete}
                />
              );
            })}
          </ol>
        </div>
      </section>
      {!atBottom && (
        <button type="button" className={`pill ${arrived > 0 ? "pill-new" : ""}`} onClick={toBottom}>
          {arrived > 0 ? (
            t("chat.pill", { count: arrived })
          ) : (
            <span className="visually-hidden">{t("chat.toNewest")}</span>
          )}
          <Icon name="down" size={18} />
        </button>
      )}
    </div>
  );
}

function Beginning({ state, onRetry }: { state: ConversationState; onRetry: () => void }) {
  const { t } = useTranslation();
  if (!state.hasOlder) return <p className="beginning">{t("chat.start")}</p>;
  if (state.older !== "failed") return <p className="beginning">{t("chat.loadingOlder")}</p>;
  return (
    <p className="beginning">
      {t("chat.olderFailed")}{" "}
      <button type="button" className="button button-small" onClick={onRetry}>
        {t("app.tryAgain")}
      </button>
    </p>
  );
}

const MINUTE = 60_000;

function DayLine({ moment }: { moment: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE);
  const date = new Date(moment);
  const daysAgo = dayNumber(new Date(now)) - dayNumber(date);
  const text =
    daysAgo === 0
      ? t("chat.today")
      : daysAgo === 1
        ? t("chat.yesterday")
        : formatOf(i18n.language).longDate(date);
  return (
    <li className="line line-day">
      <span>{text}</span>
    </li>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>, onLeave: () => void): void {
  if (event.key === "Escape") return onLeave();
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("article")];
  const at = articles.findIndex((article) => article.matches(":focus"));
  const above = at === -1 ? articles.length - 1 : at - 1;
  const below = at === -1 ? articles.length - 1 : at + 1;
  const targets: Record<string, number> = {
    ArrowUp: above,
    ArrowDown: below,
    Home: 0,
    End: articles.length - 1,
  };
  const target = articles[targets[event.key] ?? -1];
  if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  target.focus();
}
