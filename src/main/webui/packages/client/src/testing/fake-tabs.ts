import type { TabChannel, Tabs } from "../realtime/tabs";

type Request = {
  readonly tab: FakeTab;
  readonly name: string;
  readonly hold: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** Locks and channels of one browser, by the rules of the standards: locks queue and outlive no tab. */
export class FakeBrowser {
  readonly #held = new Map<string, Request>();
  #queue: Request[] = [];
  readonly channels = new Set<FakeChannel>();
  /** Everything that any tab ever said to others. */
  readonly said: unknown[] = [];

  openTab(): FakeTab {
    return new FakeTab(this);
  }

  /** The tab ends without any code of its own running. */
  kill(tab: FakeTab): void {
    tab.freeze();
    for (const channel of [...this.channels]) if (channel.tab === tab) this.channels.delete(channel);
    this.#queue = this.#queue.filter((request) => request.tab !== tab);
    for (const [name, request] of [...this.#held]) if (request.tab === tab) this.#release(name, request);
  }

  request(request: Request, { steal = false, signal }: LockOptions): void {
    if (steal && signal) throw new DOMException("steal and signal", "NotSupportedError");
    signal?.addEventListener("abort", () => {
      if (!this.#queue.includes(request)) return;
      this.#queue = this.#queue.filter((each) => each !== request);
      request.reject(new DOMException("aborted", "AbortError"));
    });
    const holder = this.#held.get(request.name);
    if (steal) {
      this.#held.delete(request.name);
      this.#queue.unshift(request);
      // A frozen tab hears of it when it goes on.
      holder?.tab.run(() => holder.reject(new DOMException("stolen", "AbortError")));
    } else {
      this.#queue.push(request);
    }
    this.#grant(request.name);
  }

  #grant(name: string): void {
    if (this.#held.has(name)) return;
    const next = this.#queue.find((request) => request.name === name);
    if (next === undefined) return;
    this.#queue = this.#queue.filter((request) => request !== next);
    this.#held.set(name, next);
    next.tab.run(() => {
      void next.hold().then((value) => {
        this.#release(name, next);
        next.resolve(value);
      });
    });
  }

  #release(name: string, request: Request): void {
    if (this.#held.get(name) !== request) return;
    this.#held.delete(name);
    this.#grant(name);
  }
}

/** One tab: what the page in it sees of locks and channels. */
export class FakeTab implements Tabs {
  readonly #browser: FakeBrowser;
  #frozen = false;
  #waiting: (() => void)[] = [];

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  /** Nothing runs in the tab until `thaw`, but its locks are kept. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    for (const task of this.#waiting.splice(0)) queueMicrotask(task);
  }

  /** Runs a task of this tab when it may. */
  run(task: () => void): void {
    if (this.#frozen) this.#waiting.push(task);
    else queueMicrotask(task);
  }

  get locks(): LockManager {
    const request = (name: string, options: LockOptions, hold: () => Promise<unknown>) =>
      new Promise((resolve, reject) => {
        this.#browser.request({ tab: this, name, hold, resolve, reject }, options);
      });
    return { request } as unknown as LockManager;
  }

  openChannel = (name: string): TabChannel => new FakeChannel(this.#browser, this, name);
}

class FakeChannel implements TabChannel {
  onmessage: BroadcastChannel["onmessage"] = null;
  readonly tab: FakeTab;
  readonly #browser: FakeBrowser;
  readonly #name: string;

  constructor(browser: FakeBrowser, tab: FakeTab, name: string) {
    this.#browser = browser;
    this.tab = tab;
    this.#name = name;
    browser.channels.add(this);
  }

  postMessage(message: unknown): void {
    if (!this.#browser.channels.has(this)) throw new DOMException("closed", "InvalidStateError");
    this.#browser.said.push(message);
    const data: unknown = structuredClone(message);
    for (const other of this.#browser.channels) {
      if (other === this || other.#name !== this.#name) continue;
      other.tab.run(() => {
        if (this.#browser.channels.has(other))
          other.onmessage?.call(other as unknown as BroadcastChannel, { data } as MessageEvent);
      });
    }
  }

  close(): void {
    this.#browser.channels.delete(this);
  }
}
