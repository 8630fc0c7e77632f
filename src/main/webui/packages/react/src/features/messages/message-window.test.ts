import type { TimelineEntry } from "@rapport/client";
import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useMessageWindow } from "./message-window";

const stored = (from: number, to: number): TimelineEntry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(`seq-${from + index}`, from + index));

const entry = (key: string, seq: number): TimelineEntry => ({
  key,
  seq,
  own: true,
  text: key,
  deleted: false,
  sentAt: "2026-03-02T09:00:00Z",
  editedAt: null,
  createdAt: 0,
  delivery: null,
  change: null,
});

function setUp(entries: readonly TimelineEntry[], unreadSeq: number | null = null) {
  const { result, rerender } = renderHook((given) => useMessageWindow(given, unreadSeq), {
    initialProps: entries,
  });
  const drawn = () => {
    const { shown } = result.current;
    return [shown[0]?.key, shown.at(-1)?.key, shown.length];
  };
  return { window: result, rerender, drawn };
}

test("newMessages_areAddedBelowAndNothingAboveChangesForAPage", () => {
  const { rerender, drawn } = setUp(stored(101, 400));
  expect(drawn()).toEqual(["seq-251", "seq-400", 150]);
  rerender(stored(101, 401));
  expect(drawn()).toEqual(["seq-301", "seq-401", 101]);
  rerender(stored(101, 450));
  expect(drawn()).toEqual(["seq-301", "seq-450", 150]);
});

test("whatIsOnItsWay_isAlwaysAmongTheNewest", () => {
  const waiting = ["a", "b"].map((key) => entry(key, 0));
  const { window, drawn } = setUp([...stored(101, 400), ...waiting]);
  expect(drawn()).toEqual(["seq-251", "b", 152]);
  expect(window.current.hasNewer).toBe(false);
});

test("earlierOnes_comeByThePageAndTheNewestAgainAtOnce", () => {
  const { window, drawn } = setUp(stored(101, 420));
  expect(drawn()).toEqual(["seq-301", "seq-420", 120]);
  act(() => void window.current.showEarlier());
  expect(drawn()).toEqual(["seq-251", "seq-400", 150]);
  expect(window.current.hasNewer).toBe(true);
  act(() => window.current.showLater());
  expect(drawn()).toEqual(["seq-301", "seq-420", 120]);
  for (let page = 0; page < 5; page += 1) act(() => void window.current.showEarlier());
  expect(drawn()).toEqual(["seq-101", "seq-250", 150]);
  act(() => expect(window.current.showEarlier()).toBe(false));
  act(() => window.current.showNewest());
  expect(drawn()).toEqual(["seq-301", "seq-420", 120]);
});

test("opening_drawsTheFirstUnreadMessageAndWhatStandsBeforeIt", () => {
  expect(setUp(stored(101, 420), 330).drawn()).toEqual(["seq-301", "seq-420", 120]);
  const { window, drawn } = setUp(stored(101, 420), 222);
  expect(drawn()).toEqual(["seq-212", "seq-361", 150]);
  expect(window.current.hasNewer).toBe(true);
  expect(setUp(stored(101, 420), 101).drawn()).toEqual(["seq-101", "seq-250", 150]);
});

test("aFewMessages_areAllDrawn", () => {
  const { window, drawn } = setUp(stored(1, 3));
  expect(drawn()).toEqual(["seq-1", "seq-3", 3]);
  expect(window.current.isWhole).toBe(true);
});
