// @vitest-environment node
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { deleteDB, openDB } from "idb";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openKeep } from "./keep";

const locks = { request: async () => undefined };

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
