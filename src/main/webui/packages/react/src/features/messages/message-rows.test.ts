import type { TimelineEntry } from "@rapport/client";
import { describe, expect, test } from "vitest";
import { firstUnread, messageRows } from "./message-rows";

function entry(seq: number, own: boolean, minutes: number): TimelineEntry {
  const sentAt = new Date(2026, 0, 1, 10, minutes).toISOString();
  return {
    key: `k${seq}`,
    seq,
    own,
    text: `m${seq}`,
    deleted: false,
    sentAt,
    editedAt: null,
    createdAt: 0,
    delivery: null,
    change: null,
  };
}

const outline = (rows: ReturnType<typeof messageRows>) =>
  rows.map((row) =>
    row.kind === "message" ? `${row.startsGroup ? "[" : ""}${row.key}${row.endsGroup ? "]" : ""}` : row.kind,
  );

describe("messageRows", () => {
  test("rows_areGroupedByPersonDayAndFiveMinutes", () => {
    const entries = [
      entry(1, false, 0),
      entry(2, false, 4),
      entry(3, true, 5),
      entry(4, true, 30),
      entry(5, true, 60 * 24),
    ];
    expect(outline(messageRows(entries, 0, null))).toEqual([
      "day",
      "[k1",
      "k2]",
      "[k3]",
      "[k4]",
      "day",
      "[k5]",
    ]);
  });

  test("newLine_standsBeforeItsMessageAndSplitsAGroup", () => {
    const entries = [entry(1, false, 0), entry(2, false, 1)];
    expect(outline(messageRows(entries, 0, 2))).toEqual(["day", "[k1]", "new", "[k2]"]);
  });

  test("read_isToldOnTheLastOwnMessageOnly", () => {
    const entries = [entry(1, true, 0), entry(2, true, 1), entry(3, false, 2), entry(4, true, 3)];
    const read = messageRows(entries, 3, null).filter((row) => row.kind === "message" && row.lastRead);
    expect(read.map(({ key }) => key)).toEqual(["k2"]);
  });
});

describe("firstUnread", () => {
  const entries = [entry(11, false, 0), entry(12, true, 1), entry(13, false, 2)];

  test("unread_beginsAtTheOtherPersonsFirstMessageAfterTheMark", () => {
    expect(firstUnread(entries, 11, true)).toBe(13);
    expect(firstUnread(entries, 13, true)).toBeNull();
  });

  test("unread_beyondTheWindowHasNoLine", () => {
    expect(firstUnread(entries, 5, true)).toBeNull();
    expect(firstUnread(entries, 0, false)).toBe(11);
  });
});
