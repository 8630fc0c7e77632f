import type { SharedOutbox } from "../realtime/keep";
import { type Channel, type Locks, OutboxTabs } from "../realtime/outbox-tabs";
import type { PendingMessage } from "../realtime/pending-message";

type LockRequest = {
  readonly tab: FakeTab;
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

type Kept = { readonly peerId: string; readonly message: PendingMessage };

/** One browser of one person: what its tabs share by the rules of Web Locks, BroadcastChannel and IndexedDB. */
export class FakeBrowser {
  readonly tabs: FakeTab[] = [];
  /** How long the store takes for its next piece of work, in milliseconds. */
  storeDelay: (work: "read" | "write") => number = () => 0;
  /** True makes the store refuse all writing, as one that is full. */
  storeFull = false;
  kept: readonly Kept[] = [];
  readonly told: unknown[] = [];
  readonly #locks = new Map<string, LockRequest[]>();

  openTab(): FakeTab {
    const tab = new FakeTab(this);
    this.tabs.push(tab);
    return tab;
  }

  /** The first of each list holds the lock. */
  request(name: string, request: LockRequest, { signal, steal }: LockOptions): void {
    const line = this.#locks.get(name) ?? [];
    this.#locks.set(name, line);
    if (steal) {
      const holder = line.shift();
      holder?.reject(new DOMException("stolen", "AbortError"));
      line.unshift(request);
    } else line.push(request);
    signal?.addEventListener("abort", () => {
      if (line.indexOf(request) < 1) return;
      line.splice(line.indexOf(request), 1);
      request.reject(signal.reason);
    });
    if (line[0] === request) this.#grant(name, request);
  }

  /** The browser ends a tab: no line of it runs any more, its locks are free. */
  kill(tab: FakeTab): void {
    tab.dead = true;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const [name, line] of this.#locks) {
      const held = line[0]?.tab === tab;
      line.splice(0, line.length, ...line.filter((request) => request.tab !== tab));
      if (held && line[0] !== undefined) this.#grant(name, line[0]);
    }
  }

  #grant(name: string, request: LockRequest): void {
    void Promise.resolve()
      .then(() => (request.tab.dead ? new Promise(() => undefined) : request.work()))
      .then(request.resolve, request.reject)
      .then(() => {
        const line = this.#locks.get(name) ?? [];
        if (line[0] !== request) return;
        line.shift();
        if (line[0] !== undefined) this.#grant(name, line[0]);
      });
  }
}

/** One tab of a browser. */
export class FakeTab {
  dead = false;
  readonly shared: SharedOutbox;
  readonly #browser: FakeBrowser;
  #channel: Channel | null = null;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
    const locks = {
      request: (name: string, options: LockOptions, work: () => unknown) =>
        new Promise((resolve, reject) =>
          browser.request(name, { tab: this, work, resolve, reject }, options),
        ),
    } as unknown as Locks;
    const tabs = new OutboxTabs("me", locks, () => {
      this.#channel = {
        onmessage: null,
        close: () => undefined,
        postMessage: (data: unknown) => this.#post(data),
      };
      return this.#channel;
    });
    this.shared = { tabs, vault: this.#vault() };
  }

  kill(): void {
    this.#browser.kill(this);
  }

  #post(data: unknown): void {
    this.#browser.told.push(data);
    for (const tab of this.#browser.tabs)
      if (tab !== this && !this.dead)
        queueMicrotask(() => {
          if (!tab.dead)
            tab.#channel?.onmessage?.call(tab.#channel as BroadcastChannel, { data } as MessageEvent);
        });
  }

  #vault(): SharedOutbox["vault"] {
    const browser = this.#browser;
    const write = (change: (kept: readonly Kept[]) => readonly Kept[]) =>
      this.#work("write", () => {
        if (browser.storeFull) throw new DOMException("full", "QuotaExceededError");
        browser.kept = change(browser.kept);
      });
    return {
      peers: () => this.#work("read", () => [...new Set(browser.kept.map(({ peerId }) => peerId))]),
      pending: (peerId) =>
        this.#work("read", () =>
          browser.kept
            .filter((each) => each.peerId === peerId)
            .map(({ message }) => structuredClone(message)),
        ),
      add: (peerId, message) => write((kept) => [...kept, { peerId, message: structuredClone(message) }]),
      update: (peerId, message) =>
        write((kept) =>
          kept.map((each) =>
            each.message.key === message.key ? { peerId, message: structuredClone(message) } : each,
          ),
        ),
      remove: (key) => write((kept) => kept.filter(({ message }) => message.key !== key)),
    };
  }

  /** Work of a tab that dies meanwhile is never done, or nobody hears of it. */
  async #work<T>(kind: "read" | "write", work: () => T): Promise<T> {
    await this.#wait(kind);
    const result = work();
    await this.#wait(kind);
    return result;
  }

  async #wait(kind: "read" | "write"): Promise<void> {
    const delay = this.#browser.storeDelay(kind);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    if (this.dead) await new Promise(() => undefined);
  }
}
