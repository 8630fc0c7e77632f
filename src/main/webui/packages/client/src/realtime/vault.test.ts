// @vitest-environment node
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, describe, expect, test } from "vitest";
import { FakeBrowser } from "../testing/fake-browser";
import { MemoryVault } from "./memory-vault";
import type { PendingMessage } from "./pending-message";
import { Vault } from "./vault";

const message = (key: string, text = `text of ${key}`): PendingMessage => ({
  key,
  text,
  createdAt: 1,
  queuedAt: 1,
  afterSeq: 0,
  attempts: 0,
  notBefore: 0,
  delivery: { kind: "queued" },
});

const opened: Vault[] = [];
let users = 0;

/** A person of whom this browser keeps nothing yet. */
const newUser = () => {
  users += 1;
  return `user-${users}`;
};

async function open(userId: string): Promise<Vault> {
  const vault = await Vault.open(userId);
  opened.push(vault);
  return vault;
}

/** The tables as somebody finds them who looks into the browser's files. */
async function raw(userId: string) {
  const database = await openDB(`rapport:${userId}`);
  const records = await database.getAll("pending");
  const keys = await database.getAll("keys");
  return { database, records, keys };
}

afterEach(() => {
  for (const vault of opened.splice(0)) vault.close();
});

describe.each([
  ["Vault", () => open(newUser())],
  ["MemoryVault", async () => new MemoryVault()],
  ["the fake of the tests", async () => new FakeBrowser().openTab().shared.vault],
])("%s keeps pending messages", (_name, make) => {
  test("messages_comeBackInTheOrderOfWritingForEachPerson", async () => {
    const vault = await make();
    for (const key of ["c", "a", "b"]) await vault.add("tom", message(key));
    await vault.add("marieke", message("d"));
    expect((await vault.pending("tom")).map(({ key }) => key)).toEqual(["c", "a", "b"]);
    expect(await vault.pending("marieke")).toEqual([message("d")]);
    expect([...(await vault.peers())].sort()).toEqual(["marieke", "tom"]);
  });

  test("update_keepsThePlaceAndBringsNothingBack", async () => {
    const vault = await make();
    for (const key of ["a", "b"]) await vault.add("tom", message(key));
    await vault.update("tom", { ...message("a"), attempts: 2 });
    await vault.remove("b");
    await vault.remove("never there");
    await vault.update("tom", message("b"));
    expect(await vault.pending("tom")).toEqual([{ ...message("a"), attempts: 2 }]);
  });
});

describe("Vault", () => {
  test("reload_findsEverythingAgain", async () => {
    const userId = newUser();
    const first = await open(userId);
    await first.add("tom", message("a"));
    await first.putDraft("marieke", "for Marieke");
    first.close();
    const second = await open(userId);
    expect(await second.pending("tom")).toEqual([message("a")]);
    expect([...(await second.drafts())]).toEqual([["marieke", "for Marieke"]]);
  });

  test("twoTabsThatBeginTogether_openWhatTheOtherSealed", async () => {
    const userId = newUser();
    const [one, other] = await Promise.all([open(userId), open(userId)]);
    await one.add("tom", message("a"));
    await other.add("tom", message("b"));
    expect((await one.pending("tom")).map(({ key }) => key)).toEqual(["a", "b"]);
    expect((await other.pending("tom")).map(({ key }) => key)).toEqual(["a", "b"]);
  });

  test("emptyDraft_isForgotten", async () => {
    const vault = await open(newUser());
    await vault.putDraft("tom", "for Tom");
    await vault.putDraft("tom", "");
    expect((await vault.drafts()).size).toBe(0);
  });

  test("storedRecords_holdNoTextAndAKeyThatCannotBeRead", async () => {
    const userId = newUser();
    const vault = await open(userId);
    await vault.add("tom", message("a", "a secret"));
    await vault.putDraft("tom", "another secret");
    const { database, records, keys } = await raw(userId);
    const bytes = [...records.map(({ sealed }) => sealed.body), (await database.get("drafts", "tom")).body];
    for (const body of bytes) expect(new TextDecoder().decode(body)).not.toContain("secret");
    expect(Object.keys(records[0]).sort()).toEqual(["key", "peerId", "place", "sealed"]);
    expect(keys).toHaveLength(1);
    expect(keys[0].extractable).toBe(false);
    database.close();
  });

  test("recordMovedToAnotherPersonOrKey_doesNotOpen", async () => {
    const userId = newUser();
    const vault = await open(userId);
    await vault.add("tom", message("a"));
    await vault.putDraft("tom", "for Tom");
    const { database, records } = await raw(userId);
    await database.add("pending", { peerId: "marieke", key: "b", sealed: records[0].sealed });
    await database.add("pending", { peerId: "tom", key: "c", sealed: records[0].sealed });
    await database.put("drafts", await database.get("drafts", "tom"), "marieke");
    database.close();
    expect(await vault.pending("marieke")).toEqual([]);
    expect(await vault.pending("tom")).toEqual([message("a")]);
    expect([...(await vault.drafts()).keys()]).toEqual(["tom"]);
  });

  test("erase_leavesNothingAndLetsOtherTabsGo", async () => {
    const userId = newUser();
    const vault = await open(userId);
    const otherTab = await open(userId);
    await vault.add("tom", message("a"));
    await vault.putDraft("tom", "for Tom");
    await vault.erase();
    await expect(otherTab.pending("tom")).rejects.toThrow();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`rapport:${userId}`);
  });

  test("erase_destroysTheKeyEvenWhereTheRestIsHeldUp", async () => {
    const userId = newUser();
    const vault = await open(userId);
    await vault.add("tom", message("a"));
    // A connection that does not let go, as of a tab that is frozen.
    const { database } = await raw(userId);
    const erasing = vault.erase();
    await expect.poll(() => database.count("keys")).toBe(0);
    expect(await database.count("pending")).toBe(1);
    database.close();
    await erasing;
  });

  test("people_doNotShareAVault", async () => {
    const anna = await open(newUser());
    const karim = await open(newUser());
    await anna.add("tom", message("a"));
    await anna.putDraft("tom", "Anna to Tom");
    expect(await karim.pending("tom")).toEqual([]);
    expect((await karim.drafts()).size).toBe(0);
  });
});
