import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TypingHints, TypingNotices } from "./typing";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("TypingHints", () => {
  test("hint_lastsSixSecondsAfterTheLastOne", () => {
    const hints = new TypingHints();
    const typing = () => [...hints.peers.getSnapshot()];
    hints.heard("tom");
    vi.advanceTimersByTime(4_000);
    hints.heard("tom");
    hints.heard("marieke");
    vi.advanceTimersByTime(5_999);
    expect(typing()).toEqual(["tom", "marieke"]);
    vi.advanceTimersByTime(1);
    expect(typing()).toEqual([]);
  });

  test("message_endsTheHintOfItsSenderOnly", () => {
    const hints = new TypingHints();
    hints.heard("tom");
    hints.heard("marieke");
    hints.over("tom");
    expect([...hints.peers.getSnapshot()]).toEqual(["marieke"]);
  });
});

describe("TypingNotices", () => {
  test("typing_isToldAtMostOnceInThreeSecondsToEachPerson", () => {
    const told: string[] = [];
    const notices = new TypingNotices(async (peerId) => {
      told.push(peerId);
      throw new TypeError("network");
    });
    for (let second = 0; second < 7; second += 1) {
      notices.typed("tom", "text");
      vi.advanceTimersByTime(1_000);
    }
    notices.typed("marieke", "text");
    expect(told).toEqual(["tom", "tom", "tom", "marieke"]);
  });

  test("emptyText_tellsNothing", () => {
    const tell = vi.fn(async () => undefined);
    const notices = new TypingNotices(tell);
    notices.typed("tom", " \n");
    notices.typed("tom", "");
    expect(tell).not.toHaveBeenCalled();
  });
});
