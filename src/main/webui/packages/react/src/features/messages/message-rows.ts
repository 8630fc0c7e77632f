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
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    const after = entries[index + 1];
    const newDay = before === undefined || day(before) !== day(entry);
    if (newDay) rows.push({ kind: "day", key: `day-${day(entry)}`, moment: entry.sentAt });
    if (isDivided(entry)) rows.push({ kind: "new", key: "new" });
    rows.push({
      kind: "message",
      key: entry.key,
      entry,
      startsGroup: before === undefined || isDivided(entry) || !together(before, entry),
      endsGroup: after === undefined || isDivided(after) || !together(entry, after),
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

function day(entry: TimelineEntry): number {
  return dayNumber(new Date(entry.sentAt));
}

function together(one: TimelineEntry, other: TimelineEntry): boolean {
  const apart = Math.abs(Date.parse(other.sentAt) - Date.parse(one.sentAt));
  return one.own === other.own && day(one) === day(other) && apart < GROUP;
}
