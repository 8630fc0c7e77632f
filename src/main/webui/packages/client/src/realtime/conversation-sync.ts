import { ApiProblem, toldWait } from "../api/problem";
import { backoff, type Random } from "./backoff";
import type { SharedOutbox } from "./keep";
import { type MessageChange, MessageChanges } from "./message-changes";
import {
  EMPTY_LOG,
  fromNewest,
  hasUnreadBefore,
  lastSeq,
  type Message,
  type MessageLog,
  type MessagesPage,
  withChanges,
  withOlder,
} from "./message-log";
import { Outbox } from "./outbox";
import type { OutboxNews } from "./outbox-tabs";
import type { PendingMessage } from "./pending-message";
import { ReadMark } from "./read-mark";
import { type Readable, Store } from "./store";
import { uuidV7 } from "./uuid";

/** The calls that a conversation makes; each rejects with an `ApiProblem`, `SignInRequired` or a network error. */
export interface MessageTransport {
  newest(peerId: string): Promise<MessagesPage>;
  before(peerId: string, seq: number): Promise<MessagesPage>;
  since(peerId: string, version: number): Promise<MessagesPage>;
  send(peerId: string, key: string, text: string): Promise<Message>;
  edit(peerId: string, seq: number, text: string): Promise<Message>;
  remove(peerId: string, seq: number): Promise<void>;
  markRead(peerId: string, seq: number): Promise<void>;
  typing(peerId: string): Promise<void>;
}

/** Whether there is something to show. */
export type LoadState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly requestId: string | null };

/** All that the screen shows of one conversation. */
export type ConversationState = Omit<MessageLog, "cursor" | "changedBefore"> & {
  readonly load: LoadState;
  readonly older: "idle" | "loading" | "failed";
  readonly pending: readonly PendingMessage[];
  /** The idempotency keys of own messages by `seq`, so that a row keeps its identity when it is confirmed. */
  readonly keys: ReadonlyMap<number, string>;
  /** What is asked of own messages by `seq`, until it shows or is given up. */
  readonly changes: ReadonlyMap<number, MessageChange>;
};

/** What a conversation needs from its surroundings. */
export type ConversationOptions = {
  readonly peerId: string;
  readonly transport: MessageTransport;
  readonly isReachable: () => boolean;
  /** Something changed that the list of conversations shows too. */
  readonly onListStale: () => void;
  /** Where unsent messages outlive this page; without it they are in memory only. */
  readonly shared?: SharedOutbox | null;
  readonly newKey?: () => string;
  readonly random?: Random;
};

/** The list counts up to a hundred unread ones; own ones may lie between. */
const UNREAD_PAGES = 3;

const INITIAL: ConversationState = {
  messages: [],
  readSeq: 0,
  peerReadSeq: 0,
  hasOlder: false,
  load: { kind: "loading" },
  older: "idle",
  pending: [],
  keys: new Map(),
  changes: new Map(),
};

/**
 * Keeps one conversation complete: fetches what changed, merges it, sends what was written, marks what was seen.
 *
 * Any number of hints may arrive in any order; at most one fetch of changes runs, and a hint during it makes one
 * more run follow. When the server says how long to wait, hints wait with it.
 */
export class ConversationSync {
  readonly #options: ConversationOptions;
  readonly #state = new Store<ConversationState>(INITIAL);
  readonly #outbox: Outbox;
  readonly #changes: MessageChanges;
  readonly #readMark: ReadMark;
  readonly #random: Random;
  #log: MessageLog = EMPTY_LOG;
  #running: Promise<boolean> | null = null;
  #again = false;
  /** The timer runs because the server said how long to wait. */
  #told = false;
  #failures = 0;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConversationOptions) {
    const { peerId, transport, onListStale } = options;
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#readMark = new ReadMark((seq) => transport.markRead(peerId, seq), onListStale);
    this.#changes = new MessageChanges({
      call: (seq, { kind, text }) =>
        kind === "edit" ? transport.edit(peerId, seq, text) : transport.remove(peerId, seq),
      onChange: (changes) => this.#update({ changes }),
      onDone: () => void this.refresh(),
    });
    this.#outbox = new Outbox({
      peerId,
      shared: options.shared ?? null,
      post: (key, text) => transport.send(peerId, key, text),
      onChange: (pending) => this.#pendingChanged(pending),
      onStored: () => void this.refresh(),
      isReachable: options.isReachable,
      newKey: options.newKey ?? uuidV7,
      random: this.#random,
    });
  }

  get state(): Readable<ConversationState> {
    return this.#state;
  }

  /** Fetches what is new; resolves to whether a message arrived that was not known. */
  refresh(): Promise<boolean> {
    this.#again = true;
    if (this.#told) return Promise.resolve(false);
    this.#running ??= this.#run();
    return this.#running;
  }

  /** The network is back: fetches, sends and marks what had to wait. */
  resume(): Promise<boolean> {
    this.#outbox.wake();
    this.#readMark.push();
    return this.refresh();
  }

  async loadOlder(): Promise<void> {
    const first = this.#log.messages[0];
    const { older, hasOlder } = this.#state.getSnapshot();
    if (first === undefined || older === "loading" || !hasOlder) return;
    this.#update({ older: "loading" });
    try {
      const page = await this.#options.transport.before(this.#options.peerId, first.seq);
      // A log that was begun anew meanwhile has another first message.
      if (this.#log.messages[0]?.seq === first.seq)
        this.#setLog(withOlder(this.#log, page), { older: "idle" });
      else this.#update({ older: "idle" });
    } catch {
      this.#update({ older: "failed" });
    }
  }

  send(text: string): void {
    this.#outbox.send(text, lastSeq(this.#log));
  }

  retry(key: string): void {
    this.#outbox.retry(key);
  }

  discard(key: string): void {
    this.#outbox.discard(key);
  }

  /** Gives an own message another text; what became of it is in `changes`. */
  edit(seq: number, text: string): void {
    const message = this.#message(seq);
    if (message === undefined || message.deleted) return;
    if (message.text === text) this.#changes.giveUp(seq);
    else this.#changes.ask(message, { kind: "edit", text });
  }

  /** Takes the text of an own message away, for both people. */
  remove(seq: number): void {
    const message = this.#message(seq);
    if (message !== undefined && !message.deleted) this.#changes.ask(message, { kind: "delete", text: "" });
  }

  /** Forgets a change that was refused or did not come through. */
  giveUpChange(seq: number): void {
    this.#changes.giveUp(seq);
  }

  /** Another tab of this person wrote or sent something to the same person. */
  hear(news: OutboxNews): void {
    this.#outbox.hear(news);
    if (news.stored !== undefined) void this.refresh();
  }

  /** The person has seen everything up to this message. */
  markRead(seq: number): void {
    if (seq <= this.#state.getSnapshot().readSeq || seq > lastSeq(this.#log)) return;
    this.#readMark.raise(seq);
    this.#setLog(this.#log);
  }

  /** Ends all work; answers that still come are ignored. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#outbox.stop();
  }

  async #run(): Promise<boolean> {
    const before = lastSeq(this.#log);
    clearTimeout(this.#timer);
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#fetch();
      }
      this.#failures = 0;
    } catch (error) {
      this.#fetchFailed(error);
    } finally {
      // Here and not in a callback: a hint between the two would wait for the next one.
      this.#running = null;
    }
    return lastSeq(this.#log) > before;
  }

  async #fetch(): Promise<void> {
    const { peerId, transport } = this.#options;
    if (this.#log.cursor === null) {
      this.#setLog(await this.#begin(), { load: { kind: "ready" } });
      return;
    }
    try {
      let hasMore = true;
      while (hasMore && !this.#stopped) {
        const page = await transport.since(peerId, this.#log.cursor ?? 0);
        this.#setLog(withChanges(this.#log, page), { load: { kind: "ready" } });
        hasMore = page.hasMore;
      }
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.slug !== "cursor-ahead") throw error;
      // The server was set back to a backup: what this browser holds is of another history.
      this.#log = EMPTY_LOG;
      this.#readMark.reset();
      this.#update({ keys: new Map() });
      this.#setLog(await this.#begin(), { load: { kind: "ready" }, older: "idle" });
    }
  }

  /** The newest messages, back to the first unread one where that is not too far. */
  async #begin(): Promise<MessageLog> {
    const { peerId, transport } = this.#options;
    let log = fromNewest(await transport.newest(peerId));
    for (let pages = 0; pages < UNREAD_PAGES && hasUnreadBefore(log) && !this.#stopped; pages += 1) {
      const page = await transport.before(peerId, log.messages[0]?.seq ?? 0).catch(() => null);
      // What is there can be read; the rest comes when it is scrolled to.
      if (page === null) break;
      log = withOlder(log, page);
    }
    return log;
  }

  #fetchFailed(error: unknown): void {
    const problem = error instanceof ApiProblem ? error : null;
    if (problem?.status === 404 || problem?.status === 403) {
      // The right to read is gone, and with it what this browser holds.
      this.#setLog(EMPTY_LOG, { load: { kind: "closed" } });
      this.#options.onListStale();
      return;
    }
    if (this.#log.cursor === null)
      this.#update({ load: { kind: "failed", requestId: problem?.requestId ?? null } });
    this.#failures += 1;
    const told = toldWait(error);
    if (this.#stopped || (told === 0 && !this.#options.isReachable())) return;
    this.#told = told > 0;
    this.#timer = setTimeout(
      () => {
        this.#told = false;
        void this.refresh();
      },
      Math.max(told, backoff(this.#failures, this.#random)),
    );
  }

  #message(seq: number): Message | undefined {
    return this.#log.messages.find((message) => message.seq === seq);
  }

  #pendingChanged(pending: readonly PendingMessage[]): void {
    const keys = new Map(this.#state.getSnapshot().keys);
    for (const { key, delivery } of pending) if (delivery.kind === "stored") keys.set(delivery.seq, key);
    this.#update({ pending, keys });
    // The feed may bring a message before its answer comes.
    this.#settle();
  }

  #settle(): void {
    this.#outbox.settle((seq) => this.#isHeld(seq));
  }

  #isHeld(seq: number): boolean {
    // The window ends at the newest message, so one before it is held as well: it comes with its own page.
    return seq <= lastSeq(this.#log);
  }

  #setLog(log: MessageLog, change: Partial<ConversationState> = {}): void {
    if (this.#stopped) return;
    this.#log = log;
    const { cursor: _, changedBefore: __, ...shown } = log;
    const readSeq = Math.max(log.readSeq, this.#readMark.wanted);
    this.#update({ ...shown, readSeq, ...change });
    this.#changes.settle(log.messages);
    this.#settle();
  }

  #update(change: Partial<ConversationState>): void {
    if (!this.#stopped) this.#state.set({ ...this.#state.getSnapshot(), ...change });
  }
}
