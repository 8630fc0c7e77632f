import { type Readable, Store } from "./store";

const LASTS = 6_000;
const PACE = 3_000;

/** Who is typing to this person. A hint lasts a few seconds, so that no end of typing can be lost. */
export class TypingHints {
  readonly #peers = new Store<ReadonlySet<string>>(new Set());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** The ids of those who type. */
  get peers(): Readable<ReadonlySet<string>> {
    return this.#peers;
  }

  heard(peerId: string): void {
    clearTimeout(this.#timers.get(peerId));
    this.#timers.set(
      peerId,
      setTimeout(() => this.over(peerId), LASTS),
    );
    if (!this.#peers.getSnapshot().has(peerId))
      this.#peers.set(new Set([...this.#peers.getSnapshot(), peerId]));
  }

  /** The message came, or the time is over. */
  over(peerId: string): void {
    clearTimeout(this.#timers.get(peerId));
    this.#timers.delete(peerId);
    const others = [...this.#peers.getSnapshot()].filter((each) => each !== peerId);
    if (others.length < this.#peers.getSnapshot().size) this.#peers.set(new Set(others));
  }

  stop(): void {
    for (const peerId of [...this.#timers.keys()]) this.over(peerId);
  }
}

/** Tells others that this person types to them: never for an empty text, and at a pace that the server lets pass. */
export class TypingNotices {
  readonly #tell: (peerId: string) => Promise<void>;
  readonly #toldAt = new Map<string, number>();

  constructor(tell: (peerId: string) => Promise<void>) {
    this.#tell = tell;
  }

  typed(peerId: string, text: string): void {
    const now = Date.now();
    const since = now - (this.#toldAt.get(peerId) ?? 0);
    if (text.trim() === "" || (since >= 0 && since < PACE)) return;
    this.#toldAt.set(peerId, now);
    // Worthless a second later, so nobody tries again.
    this.#tell(peerId).catch(() => undefined);
  }
}
