import { describe, expect, test, vi } from "vitest";
import { Drafts } from "./drafts";

describe("Drafts", () => {
  test("typingFasterThanTheStore_endsWithTheNewestText", async () => {
    const written: string[] = [];
    const releases: (() => void)[] = [];
    const drafts = new Drafts({
      putDraft: (peerId, text) => {
        written.push(`${peerId}: ${text}`);
        return new Promise((resolve) => releases.push(resolve));
      },
    });
    drafts.set("tom", "a");
    drafts.set("tom", "ab");
    drafts.set("tom", "abc");
    drafts.set("marieke", "x");
    expect(drafts.get("tom")).toBe("abc");
    expect(written).toEqual(["tom: a", "marieke: x"]);
    for (const release of releases.splice(0)) release();
    await expect.poll(() => written).toEqual(["tom: a", "marieke: x", "tom: abc"]);
  });

  test("emptiedDraft_isWrittenWithoutWaitingForMore", async () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const drafts = new Drafts({ putDraft: async (_, text) => void written.push(text) });
    drafts.set("tom", "a");
    await vi.advanceTimersByTimeAsync(0);
    drafts.set("tom", "ab");
    await vi.advanceTimersByTimeAsync(100);
    expect(written).toEqual(["a"]);
    drafts.set("tom", "");
    await vi.advanceTimersByTimeAsync(0);
    expect(written).toEqual(["a", ""]);
    vi.useRealTimers();
  });

  test("storeThatFails_leavesTheDraftInMemoryAndIsAskedAgain", async () => {
    let asked = 0;
    const drafts = new Drafts({
      putDraft: async () => {
        asked += 1;
        throw new Error("full");
      },
    });
    drafts.set("tom", "a");
    await expect.poll(() => asked).toBe(1);
    drafts.set("tom", "ab");
    expect(drafts.get("tom")).toBe("ab");
    await expect.poll(() => asked).toBe(2);
  });

  test("keptTexts_areThereAtOnceAndNobodyElses", () => {
    const drafts = new Drafts(null, new Map([["tom", "for Tom"]]));
    expect(drafts.get("tom")).toBe("for Tom");
    expect(drafts.get("marieke")).toBe("");
  });
});
