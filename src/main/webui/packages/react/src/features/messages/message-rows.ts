import type { TimelineEntry } from "@rapport/client";
import { dayNumber } from "../../config/format";

/** What the list shows, from top to bottom. */
export type MessageRow =
  | { readonly kind: "day"; readonly key: string; readonly moment: string }
  | { readonly kind: "new"; readonly key: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly entry: TimelineEntry;
      /** First of a run by one person with less than five minutes between. */
      readonly startsGroup: boolean;
      /** Last of a run, which tells the time for all of it. */
      readonly endsGroup: boolean;
      /** The last own message that the other person has read. */
      readonly lastRead: boolean;
    };

const GROUP = 5 * 60_000;

/** Lays out entries: a separator a day, the line before what was unread at the opening, groups. */
export function messageRows(
  entries: readonly TimelineEntry[],
  peerReadSeq: number,
  dividerSeq: number | null,
): readonly MessageRow[] {
  const rows: MessageRow[] = [];
  const lastReadSeq = entries.findLast(({ own, seq }) => own && seq > 0 && seq <= peerReadSeq)?.seq ?? 0;
  const isDivided = (entry: TimelineEntry) => dividerSeq !== null && entry.seq === dividerSeq;
  // Each time is read once: dates are slow, and all rows are laid out anew at every change.
  const times = entries.map(({ sentAt }) => new Date(sentAt));
  const days = times.map(dayNumber);
  const startsDay = (index: number) => days[index] !== days[index - 1];
  const startsGroup = (index: number) => {
    const [before, entry] = [entries[index - 1], entries[index]];
    if (before === undefined || entry === undefined || startsDay(index) || isDivided(entry)) return true;
    return before.own !== entry.own || Math.abs(Number(times[index]) - Number(times[index - 1])) >= GROUP;
  };
  for (const [index, entry] of entries.entries()) {
    if (startsDay(index)) rows.push({ kind: "day", key: `day-${days[index]}`, moment: entry.sentAt });
    if (isDivided(entry)) rows.push({ kind: "new", key: "new" });
    rows.push({
      kind: "message",
      key: entry.key,
      entry,
      startsGroup: startsGroup(index),
      endsGroup: startsGroup(index + 1),
      lastRead: entry.seq > 0 && entry.seq === lastReadSeq,
    });
  }
  return rows;
}

/** The first message of the other person that was unread, where the window reaches back to it. */
export function firstUnread(
  entries: readonly TimelineEntry[],
  readSeq: number,
  hasOlder: boolean,
): number | null {
  const first = entries[0];
  if (first === undefined || (hasOlder && first.seq > readSeq + 1)) return null;
  return entries.find(({ own, seq }) => !own && seq > readSeq)?.seq ?? null;
}
