// @vitest-environment node
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { deleteDB, openDB } from "idb";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openKeep } from "./keep";
import type { PendingMessage } from "./pending-message";

const locks = { request: async () => undefined };

const message = (key: string): PendingMessage => ({
  key,
  text: "Unsent",
  createdAt: 1,
  queuedAt: 1,
  afterSeq: 0,
  attempts: 0,
  notBefore: 0,
  delivery: { kind: "queued" },
});

function browser({ indexedDB = new IDBFactory(), withStore = true, withLocks = true } = {}) {
  vi.stubGlobal("indexedDB", withStore ? indexedDB : undefined);
  vi.stubGlobal("navigator", withLocks ? { locks } : {});
}

describe("openKeep", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("drafts_comeBackUntilSignOut", async () => {
    browser();
    const before = await openKeep("anna");
    before.drafts.set("tom", "for Tom");
    await expect.poll(async () => (await openKeep("anna")).drafts.get("tom")).toBe("for Tom");
    expect((await openKeep("karim")).drafts.get("tom")).toBe("");
    await before.erase();
    expect((await openKeep("anna")).drafts.get("tom")).toBe("");
  });

  test.each([
    ["IndexedDB", { withStore: false }],
    ["locks", { withLocks: false }],
  ])("browserWithout_%s_keepsInMemory", async (_name, lacking) => {
    browser(lacking);
    const keep = await openKeep("anna");
    expect(keep.shared).toBeNull();
    keep.drafts.set("tom", "for Tom");
    expect(keep.drafts.get("tom")).toBe("for Tom");
    await keep.erase();
  });

  test("discreetKeep_takesEverythingOutOfTheBrowserAndBack", async () => {
    const indexedDB = new IDBFactory();
    browser({ indexedDB });
    const sealed = await openKeep("anna");
    sealed.drafts.set("tom", "for Tom");
    await expect.poll(async () => (await openKeep("anna")).drafts.get("tom")).toBe("for Tom");
    await sealed.shared?.vault.add("tom", message("first"));
    await sealed.shared?.vault.add("tom", message("second"));
    sealed.close();
    const discreet = await openKeep("anna", { inMemory: true, before: sealed });
    expect(await indexedDB.databases()).toEqual([]);
    expect(discreet.drafts.get("tom")).toBe("for Tom");
    expect(await discreet.shared?.vault.pending("tom")).toEqual([message("first"), message("second")]);
    discreet.drafts.set("marieke", "for Marieke");
    await discreet.shared?.vault.remove("first");
    expect(await indexedDB.databases()).toEqual([]);
    discreet.close();
    const again = await openKeep("anna", { before: discreet });
    expect([again.drafts.get("tom"), again.drafts.get("marieke")]).toEqual(["for Tom", "for Marieke"]);
    expect(await again.shared?.vault.pending("tom")).toEqual([message("second")]);
    expect(await discreet.inMemory?.peers()).toEqual([]);
  });

  test("databaseThatRefuses_leavesMemory", async () => {
    const refusing = new IDBFactory();
    refusing.open = () => {
      throw new DOMException("private", "SecurityError");
    };
    browser({ indexedDB: refusing });
    expect((await openKeep("anna")).shared).toBeNull();
  });

  test("databaseThatNeverAnswers_isNotWaitedForLong", async () => {
    const factory = new IDBFactory();
    browser({ indexedDB: factory });
    // Its erasing waits for a connection that does not let go, and every opening waits behind that.
    const stubborn = await openDB("rapport:anna", 1);
    const erasing = deleteDB("rapport:anna");
    const keep = await openKeep("anna");
    expect(keep.shared).toBeNull();
    stubborn.close();
    await erasing;
  }, 20_000);
});
