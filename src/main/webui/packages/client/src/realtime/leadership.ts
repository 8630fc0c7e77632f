/** What the holder of a place in the queue is told. */
export type LeadershipEvents = {
  readonly onGained: () => void;
  /** Another tab took the lock because this one did not answer. */
  readonly onLost: () => void;
};

/**
 * This tab's place in the queue for the lock that makes one tab the leader. The browser releases the lock of a tab
 * that ends, however it ends, and gives it to the next one.
 */
export class Leadership {
  readonly #locks: LockManager;
  readonly #name: string;
  readonly #events: LeadershipEvents;
  #place: AbortController | null = null;

  constructor(locks: LockManager, name: string, events: LeadershipEvents) {
    this.#locks = locks;
    this.#name = name;
    this.#events = events;
  }

  /** Waits for the lock. */
  join(): void {
    this.#request(false);
  }

  /** Takes the lock from whoever holds it. */
  steal(): void {
    this.#request(true);
  }

  /** Gives the lock, or the place in the queue, back. */
  leave(): void {
    this.#place?.abort();
    this.#place = null;
  }

  #request(steal: boolean): void {
    this.leave();
    const place = new AbortController();
    this.#place = place;
    const { signal } = place;
    const hold = () =>
      new Promise<void>((release) => {
        if (signal.aborted) return release();
        signal.addEventListener("abort", () => release());
        this.#events.onGained();
      });
    // The browser takes a signal or a theft, not both.
    this.#locks.request(this.#name, steal ? { steal } : { signal }, hold).catch((error: unknown) => {
      if (signal.aborted) return;
      if (error instanceof DOMException && error.name === "AbortError") this.#events.onLost();
      // No locks in this place (a sandbox): better a socket for each tab than none.
      else this.#events.onGained();
    });
  }
}
