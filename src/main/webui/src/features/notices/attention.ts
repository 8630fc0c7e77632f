/**
 * Whether a person looks at Rapport in any tab of this browser.
 *
 * Each tab that is in sight shares a lock. The browser takes it back from a tab that ends, however it ends, so that
 * nobody counts as looking who is gone.
 */
export class Attention {
  readonly #name: string;
  readonly #locks: Pick<LockManager, "request"> | undefined;
  #look: AbortController | null = null;

  constructor(userId: string, locks: Pick<LockManager, "request"> | undefined = navigator.locks) {
    this.#name = `rapport:looking:${userId}`;
    this.#locks = locks;
  }

  /** Counts this tab from now on, whenever it is in sight; returns what ends that. */
  start(): () => void {
    const changed = () => (isInSight() ? this.#begin() : this.#end());
    document.addEventListener("visibilitychange", changed);
    changed();
    return () => {
      document.removeEventListener("visibilitychange", changed);
      this.#end();
    };
  }

  /** Whether any tab is in sight; without locks each tab speaks for itself. */
  async isAnywhere(): Promise<boolean> {
    if (isInSight()) return true;
    if (this.#locks === undefined) return false;
    const isShared = (lock: Lock | null) => lock === null;
    return this.#locks.request(this.#name, { ifAvailable: true }, isShared).catch(() => false);
  }

  #begin(): void {
    if (this.#look !== null || this.#locks === undefined) return;
    const look = new AbortController();
    const { signal } = look;
    this.#look = look;
    const hold = () =>
      new Promise<void>((release) => {
        if (signal.aborted) return release();
        signal.addEventListener("abort", () => release());
      });
    // Rejects when it is given up while it waits, or where locks are forbidden.
    this.#locks.request(this.#name, { mode: "shared", signal }, hold).catch(() => undefined);
  }

  #end(): void {
    this.#look?.abort();
    this.#look = null;
  }
}

function isInSight(): boolean {
  return document.visibilityState === "visible";
}
