import type { TimelineEntry } from "@rapport/client";
import { useCallback, useMemo, useState } from "react";

const PAGE = 50;
/** Drawn at once; more make every change of the list slow. */
const MOST = 3 * PAGE;
/** What was read before shows beside what is new. */
const CONTEXT = 10;

/**
 * The part of the loaded messages that is drawn: up to three pages, of which the newest by default.
 *
 * What is loaded stays loaded, so moving the part costs no call. `from` is the first drawn `seq`; null follows the newest.
 * It opens where the first unread message is drawn.
 */
export function useMessageWindow(entries: readonly TimelineEntry[], unreadSeq: number | null) {
  const [from, setFrom] = useState(() => opening(entries, unreadSeq));
  const start = startOf(entries, from);
  const end = from === null ? entries.length : start + MOST;
  const shown = useMemo(() => entries.slice(start, end), [entries, start, end]);
  const begin = useCallback(
    (index: number) => {
      const isNewest = index + MOST >= entries.length;
      setFrom(isNewest ? null : (entries[Math.max(0, index)]?.seq ?? null));
    },
    [entries],
  );
  /** False when the first loaded message is drawn already. */
  const showEarlier = useCallback(() => {
    if (start > 0) begin(start - PAGE);
    return start > 0;
  }, [start, begin]);
  const showLater = useCallback(() => begin(start + PAGE), [start, begin]);
  const showNewest = useCallback(() => setFrom(null), []);
  /** Lets new messages arrive below what is drawn, and not push out its beginning. */
  const hold = useCallback(() => {
    if (start > 0) setFrom((known) => known ?? entries[start]?.seq ?? null);
  }, [start, entries]);
  return {
    shown,
    isWhole: shown.length === entries.length,
    hasNewer: end < entries.length,
    showEarlier,
    showLater,
    showNewest,
    hold,
  };
}

function opening(entries: readonly TimelineEntry[], unreadSeq: number | null): number | null {
  const unread = entries.findIndex(({ seq }) => seq === unreadSeq);
  if (unread === -1 || unread >= newestPart(entries)) return null;
  return entries[Math.max(0, unread - CONTEXT)]?.seq ?? null;
}

function startOf(entries: readonly TimelineEntry[], from: number | null): number {
  if (from === null) return newestPart(entries);
  // One that is on its way has no place of its own yet: it is among the newest.
  const index = entries.findIndex(({ seq }) => seq >= from);
  return index === -1 ? newestPart(entries) : Math.min(index, Math.max(0, entries.length - MOST));
}

/** It begins with a whole page: a new message is added below, and above all stays in place but once a page. */
function newestPart(entries: readonly TimelineEntry[]): number {
  const newest = entries.findLast(({ seq }) => seq > 0)?.seq ?? 0;
  const first = Math.ceil((newest - MOST) / PAGE) * PAGE + 1;
  return Math.max(
    0,
    entries.findIndex(({ seq }) => seq >= first),
  );
}
