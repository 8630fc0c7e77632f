import type { PendingMessage } from "./pending-message";
import type { Vault } from "./vault";

/** What a vault can do for those who write. */
export type Keeping = Pick<
  Vault,
  "peers" | "pending" | "add" | "update" | "remove" | "drafts" | "putDraft" | "close" | "erase"
>;

type Kept = { readonly peerId: string; message: PendingMessage };

/** A vault in the memory of this page: it ends with it, and this browser keeps nothing. */
export class MemoryVault implements Keeping {
  #pending: Kept[] = [];
  readonly #drafts = new Map<string, string>();

  async peers(): Promise<readonly string[]> {
    return [...new Set(this.#pending.map(({ peerId }) => peerId))];
  }

  async pending(peerId: string): Promise<readonly PendingMessage[]> {
    return this.#pending.filter((each) => each.peerId === peerId).map(({ message }) => message);
  }

  async add(peerId: string, message: PendingMessage): Promise<void> {
    this.#pending.push({ peerId, message });
  }

  async update(_peerId: string, message: PendingMessage): Promise<void> {
    for (const each of this.#pending) if (each.message.key === message.key) each.message = message;
  }

  async remove(key: string): Promise<void> {
    this.#pending = this.#pending.filter(({ message }) => message.key !== key);
  }

  async drafts(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.#drafts);
  }

  async putDraft(peerId: string, text: string): Promise<void> {
    if (text === "") this.#drafts.delete(peerId);
    else this.#drafts.set(peerId, text);
  }

  /** Nothing to let go; what is in it can still be taken along. */
  close(): void {}

  async erase(): Promise<void> {
    this.#pending = [];
    this.#drafts.clear();
  }
}

/** Takes everything along from one vault to another, in its order. */
export async function takeAlong(from: Keeping, to: Keeping): Promise<void> {
  for (const peerId of await from.peers())
    for (const message of await from.pending(peerId)) await to.add(peerId, message);
  for (const [peerId, text] of await from.drafts()) await to.putDraft(peerId, text);
}
