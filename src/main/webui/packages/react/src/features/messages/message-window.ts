import type { TimelineEntry } from "@rapport/client";
import { useCallback, useMemo, useState } from "react";

const PAGE = 50;
/** Drawn at once; more make every change of the list slow. */
const MOST = 4 * PAGE;

/**
 * The part of the loaded messages that is drawn: up to four pages, of which the newest by default.
 *
 * What is loaded stays loaded, so moving the part costs no call. `from` is the first drawn `seq`; null follows the newest.
 */
export function useMessageWindow(entries: readonly TimelineEntry[]) {
  const [from, setFrom] = useState<number | null>(null);
  const start = startOf(entries, from);
  const shown = useMemo(() => entries.slice(start, start + MOST), [entries, start]);
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
    hasNewer: start + MOST < entries.length,
    showEarlier,
    showLater,
    showNewest,
    hold,
  };
}

function startOf(entries: readonly TimelineEntry[], from: number | null): number {
  const newest = Math.max(0, entries.length - MOST);
  if (from === null) return newest;
  // One that is on its way has no place of its own yet: it is among the newest.
  const index = entries.findIndex(({ seq }) => seq >= from);
  return index === -1 ? newest : Math.min(index, newest);
}
