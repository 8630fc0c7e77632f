import type { ConversationState, ConversationSync, TimelineEntry } from "@rapport/client";
import { type FocusEvent, type RefObject, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { useSetting } from "../../hooks/settings";
import { useShortcut } from "../../hooks/shortcut";
import { DeleteDialog } from "./deletion";
import { Beginning, DayLine, NewLine } from "./lines";
import { useMessageActions } from "./message-actions";
import { MessageItem } from "./message-item";
import { messageListKey } from "./message-keys";
import { firstUnread, messageRows } from "./message-rows";
import { useMessageWindow } from "./message-window";
import { useScrollKeeping } from "./use-scroll-keeping";

type MessageListProps = {
  sync: ConversationSync;
  state: ConversationState;
  entries: readonly TimelineEntry[];
  peerName: string;
  writable: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** The message that had the focus is gone. */
  onGone: () => void;
  onEscape: () => void;
};

/** The messages of one conversation, oldest first. */
export function MessageList(props: MessageListProps) {
  const { sync, state, entries, peerName, writable, scroller, onGone, onEscape } = props;
  const { t } = useTranslation();
  const singleKeys = useSetting("singleKeys");
  // Fixed at the opening: the line stays until one leaves the conversation.
  const [dividerSeq] = useState(() => firstUnread(entries, state.readSeq, state.hasOlder));
  const [focused, setFocused] = useState<string | null>(null);
  const { actions, editing, deleting, keep } = useMessageActions(sync, onGone);
  const { shown, isWhole, hasNewer, showEarlier, showLater, showNewest, hold } = useMessageWindow(
    entries,
    dividerSeq,
  );
  const onNearTop = useCallback(() => {
    if (!showEarlier()) void sync.loadOlder();
  }, [sync, showEarlier]);
  const onSeen = useCallback((seq: number) => sync.markRead(seq), [sync]);
  const { atBottom, arrived, toBottom } = useScrollKeeping({
    scroller,
    entries,
    shown,
    hasNewer,
    onNearTop,
    onNearBottom: showLater,
    onAway: hold,
    onNewest: showNewest,
    onSeen,
  });
  useShortcut((event) => {
    if (event.key !== "End" || !event.ctrlKey || !event.altKey) return;
    event.preventDefault();
    toBottom();
  });
  const rows = useMemo(
    () => messageRows(shown, state.peerReadSeq, dividerSeq),
    [shown, state.peerReadSeq, dividerSeq],
  );
  const stop = shown.some(({ key }) => key === focused) ? focused : shown.at(-1)?.key;
  return (
    <div className="messages">
      <section
        ref={scroller}
        className="scroller"
        aria-label={t("chat.label", { name: peerName })}
        data-region
        onFocus={(event) => setFocused(keyOf(event))}
        onKeyDown={(event) =>
          messageListKey(event, {
            onLeave: onEscape,
            onEarlier: onNearTop,
            singleKeys,
            onFailedKey: (key, action) => {
              if (action === "copy") actions.copy(entries.find((entry) => entry.key === key)?.text ?? "");
              else actions[action](key);
            },
          })
        }
      >
        <div className="scroller-content">
          <Beginning state={state} whole={shown[0] === entries[0]} onRetry={onNearTop} />
          <ol className="message-rows" aria-label={t("chat.label", { name: peerName })}>
            {rows.map((row) => {
              if (row.kind === "day") return <DayLine key={row.key} moment={row.moment} />;
              if (row.kind === "new") return <NewLine key={row.key} />;
              const { entry, startsGroup, endsGroup, lastRead } = row;
              return (
                <MessageItem
                  key={row.key}
                  entry={entry}
                  startsGroup={startsGroup}
                  quiet={!endsGroup && !lastRead && entry.delivery === null && entry.editedAt === null}
                  lastRead={lastRead}
                  isStop={row.key === stop}
                  editing={entry.seq > 0 && entry.seq === editing}
                  writable={writable}
                  place={isWhole || entry.seq === 0 ? undefined : entry.seq}
                  peerName={peerName}
                  actions={actions}
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
      {deleting !== null && <DeleteDialog onDelete={() => actions.remove(deleting)} onKeep={keep} />}
    </div>
  );
}

function keyOf({ target }: FocusEvent<HTMLElement>): string | null {
  return target.closest<HTMLElement>("[data-key]")?.dataset.key ?? null;
}
