import type { Vault } from "./vault";

/** In milliseconds: what somebody types meanwhile is written as one. */
const GATHER = 300;

/** Unsent texts by the other person's id: read at once, kept for the next page where there is a vault. */
export class Drafts {
  readonly #vault: Pick<Vault, "putDraft"> | null;
  readonly #texts: Map<string, string>;
  /** Whose text is being written, and how not to wait for more of it. */
  readonly #writing = new Map<string, () => void>();

  constructor(vault: Pick<Vault, "putDraft"> | null = null, texts: ReadonlyMap<string, string> = new Map()) {
    this.#vault = vault;
    this.#texts = new Map(texts);
  }

  get(peerId: string): string {
    return this.#texts.get(peerId) ?? "";
  }

  set(peerId: string, text: string): void {
    this.#texts.set(peerId, text);
    const hurry = this.#writing.get(peerId);
    if (hurry === undefined) void this.#write(peerId);
    // What was sent must not come back as a draft.
    else if (text === "") hurry();
  }

  /** One write at a time for each person, always of the newest text and now and then: typing is faster than a store. */
  async #write(peerId: string): Promise<void> {
    if (this.#vault === null) return;
    this.#writing.set(peerId, () => {});
    let written: string | null = null;
    try {
      while (written !== this.get(peerId)) {
        const text = this.get(peerId);
        await this.#vault.putDraft(peerId, text);
        written = text;
        await new Promise<void>((resolve) => {
          this.#writing.set(peerId, resolve);
          setTimeout(resolve, GATHER);
        });
      }
    } catch {
      // It stays in memory; the next change tries again.
    } finally {
      this.#writing.delete(peerId);
    }
  }
}
