/** What one tab tells the others about unsent messages: where to look again, and what the server stored. No text. */
export type OutboxNews = {
  readonly peerId: string;
  readonly stored?: { readonly key: string; readonly seq: number; readonly sentAt: string };
};

/** The part of the browser's locks that is used. */
export type Locks = Pick<LockManager, "request">;

/** The part of a broadcast channel that is used. */
export type Channel = Pick<BroadcastChannel, "postMessage" | "onmessage" | "close">;

/** Longer than a call to the server takes with its deadline and a renewed token. */
const PATIENCE = 60_000;

/**
 * Lets the tabs of one person in one browser take turns at sending, and hear of each other's changes.
 *
 * The browser takes the turn from a tab that dies. One that is only frozen keeps it, so the turn of somebody who does
 * not finish in a minute is taken over; a message that is thereby sent twice has one key, and the server stores it once.
 */
export class OutboxTabs {
  readonly #name: string;
  readonly #locks: Locks;
  readonly #channel: Channel;
  #closed = false;

  constructor(userId: string, locks: Locks = navigator.locks, channel = defaultChannel) {
    this.#name = `rapport:outbox:${userId}`;
    this.#locks = locks;
    this.#channel = channel(this.#name);
  }

  /** Calls back with what other tabs tell. */
  listen(onNews: (news: OutboxNews) => void): void {
    this.#channel.onmessage = (event: MessageEvent<OutboxNews>) => onNews(event.data);
  }

  tell(news: OutboxNews): void {
    if (!this.#closed) this.#channel.postMessage(news);
  }

  /** Does the work while no other tab works on the same conversation. */
  async inTurn(peerId: string, work: () => Promise<void>): Promise<void> {
    // No user id holds a slash.
    const lock = `${this.#name}/${peerId}`;
    let begun: Promise<void> | undefined;
    const begin = () => {
      begun = work();
      return begun;
    };
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), PATIENCE);
    try {
      await this.#locks.request(lock, { signal: gaveUp.signal }, begin);
    } catch (error) {
      if (begun === undefined && gaveUp.signal.aborted)
        await this.#locks.request(lock, { steal: true }, begin).catch(() => begun);
      // Taken over by another tab: what was begun ends by itself.
      else if (begun !== undefined) await begun;
      else throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#closed = true;
    this.#channel.onmessage = null;
    this.#channel.close();
  }
}

function defaultChannel(name: string): Channel {
  return new BroadcastChannel(name);
}
