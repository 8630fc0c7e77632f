import { inTable, openDatabase, outcome } from "./database";
import type { PendingMessage } from "./pending-message";
import { newSealingKey, type Sealed, seal, unseal } from "./seal";

type Table = "keys" | "pending" | "drafts";
type PendingRecord = { peerId: string; key: string; sealed: Sealed };

const SEALING_KEY = "sealing";
const PATIENCE = 3_000;

/**
 * What this browser keeps of one person from one page to the next: unsent messages in their order, and drafts.
 *
 * Everything that somebody wrote is sealed with a key that never leaves this browser. A call that the browser does
 * not finish in time rejects, so that nobody waits for a store that hangs.
 */
export class Vault {
  readonly #userId: string;
  readonly #database: IDBDatabase;
  readonly #key: CryptoKey;

  private constructor(userId: string, database: IDBDatabase, key: CryptoKey) {
    this.#userId = userId;
    this.#database = database;
    this.#key = key;
  }

  /** Opens the person's vault, or makes it; rejects where the browser keeps nothing. */
  static async open(userId: string): Promise<Vault> {
    let late = false;
    const opening = openTables(userId).then((database) => {
      if (late) database.close();
      return database;
    });
    const database = await inTime(opening).catch((error: unknown) => {
      late = true;
      throw error;
    });
    try {
      return new Vault(userId, database, await inTime(sealingKey(database)));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** The people to whom something is unsent. */
  async peers(): Promise<readonly string[]> {
    const records = await this.#in<PendingRecord[]>("pending", "readonly", (table) =>
      outcome(table.getAll()),
    );
    return [...new Set(records.map(({ peerId }) => peerId))];
  }

  /** What is unsent to this person, in the order of writing. */
  async pending(peerId: string): Promise<readonly PendingMessage[]> {
    const records = await this.#in<PendingRecord[]>("pending", "readonly", (table) =>
      outcome(table.index("peerId").getAll(peerId)),
    );
    const messages = records.map(({ key, sealed }) =>
      this.#unsealed<PendingMessage>(messagePlace(peerId, key), sealed),
    );
    return (await Promise.all(messages)).filter((message) => message !== null);
  }

  /** Keeps a new message behind all others. */
  async add(peerId: string, message: PendingMessage): Promise<void> {
    const { key } = message;
    const sealed = await this.#sealed(messagePlace(peerId, key), message);
    await this.#in("pending", "readwrite", (table) => outcome(table.add({ peerId, key, sealed })));
  }

  /** Keeps a message as it is now, in its place; one that is gone stays gone. */
  async update(peerId: string, message: PendingMessage): Promise<void> {
    const { key } = message;
    const sealed = await this.#sealed(messagePlace(peerId, key), message);
    await this.#in("pending", "readwrite", async (table) => {
      const place = await outcome(table.index("key").getKey(key));
      if (place !== undefined) await outcome(table.put({ place, peerId, key, sealed }));
    });
  }

  /** Forgets a message. */
  async remove(key: string): Promise<void> {
    await this.#in("pending", "readwrite", async (table) => {
      const place = await outcome(table.index("key").getKey(key));
      if (place !== undefined) await outcome(table.delete(place));
    });
  }

  /** All drafts by the other person's id. */
  async drafts(): Promise<ReadonlyMap<string, string>> {
    const [peerIds, sealed] = await this.#in("drafts", "readonly", (table) =>
      Promise.all([outcome(table.getAllKeys()), outcome<Sealed[]>(table.getAll())]),
    );
    const drafts = new Map<string, string>();
    for (const [index, key] of peerIds.entries()) {
      const peerId = String(key);
      const draft = sealed[index] && (await this.#unsealed<string>(draftPlace(peerId), sealed[index]));
      if (draft) drafts.set(peerId, draft);
    }
    return drafts;
  }

  /** Keeps the draft to this person; an empty one is forgotten. */
  async putDraft(peerId: string, text: string): Promise<void> {
    const sealed = text === "" ? null : await this.#sealed(draftPlace(peerId), text);
    await this.#in("drafts", "readwrite", async (table) => {
      if (sealed === null) await outcome(table.delete(peerId));
      else await outcome(table.put(sealed, peerId));
    });
  }

  /** Closes the vault and keeps what is in it. */
  close(): void {
    this.#database.close();
  }

  /** Destroys everything, the key first: what a crash leaves behind then opens for nobody. */
  async erase(): Promise<void> {
    const { name } = this.#database;
    await this.#in("keys", "readwrite", (table) => outcome(table.clear())).catch(() => undefined);
    this.#database.close();
    await outcome(indexedDB.deleteDatabase(name));
  }

  #in<T>(table: Table, mode: IDBTransactionMode, work: (table: IDBObjectStore) => Promise<T>): Promise<T> {
    return inTime(inTable(this.#database, table, mode, work));
  }

  #sealed(place: readonly string[], value: unknown): Promise<Sealed> {
    return seal(this.#key, [this.#userId, ...place], value);
  }

  /** Null for what does not open here: of a lost key, or moved from another place. */
  async #unsealed<T>(place: readonly string[], sealed: Sealed): Promise<T | null> {
    return unseal(this.#key, [this.#userId, ...place], sealed).then(
      (value) => value as T,
      () => null,
    );
  }
}

const messagePlace = (peerId: string, key: string) => ["pending", peerId, key];
const draftPlace = (peerId: string) => ["draft", peerId];

function openTables(userId: string): Promise<IDBDatabase> {
  // Another tab signs out: its erasing must not wait for this tab, which lets go.
  return openDatabase(`rapport:${userId}`, (database) => {
    database.createObjectStore("keys");
    database.createObjectStore("drafts");
    const pending = database.createObjectStore("pending", { keyPath: "place", autoIncrement: true });
    pending.createIndex("peerId", "peerId");
    pending.createIndex("key", "key", { unique: true });
  });
}

async function sealingKey(database: IDBDatabase): Promise<CryptoKey> {
  const fresh = await newSealingKey();
  // In one transaction, so that two tabs that begin together agree on one key.
  return inTable(database, "keys", "readwrite", async (table) => {
    const known = await outcome<CryptoKey | undefined>(table.get(SEALING_KEY));
    if (known === undefined) await outcome(table.put(fresh, SEALING_KEY));
    return known ?? fresh;
  });
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The browser's store does not answer.")), PATIENCE);
  });
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}
