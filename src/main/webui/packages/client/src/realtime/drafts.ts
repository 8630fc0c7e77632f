import type { Vault } from "./vault";

/** Unsent texts by the other person's id: read at once, kept for the next page where there is a vault. */
export class Drafts {
  readonly #vault: Pick<Vault, "putDraft"> | null;
  readonly #texts: Map<string, string>;
  readonly #writing = new Set<string>();

  constructor(vault: Pick<Vault, "putDraft"> | null = null, texts: ReadonlyMap<string, string> = new Map()) {
    this.#vault = vault;
    this.#texts = new Map(texts);
  }

  get(peerId: string): string {
    return this.#texts.get(peerId) ?? "";
  }

  set(peerId: string, text: string): void {
    this.#texts.set(peerId, text);
    if (!this.#writing.has(peerId)) void this.#write(peerId);
  }

  /** One write at a time for each person, always of the newest text: typing is faster than a store. */
  async #write(peerId: string): Promise<void> {
    if (this.#vault === null) return;
    this.#writing.add(peerId);
    let written: string | null = null;
    try {
      while (written !== this.get(peerId)) {
        const text = this.get(peerId);
        await this.#vault.putDraft(peerId, text);
        written = text;
      }
    } catch {
      // It stays in memory; the next change tries again.
    } finally {
      this.#writing.delete(peerId);
    }
  }
}
