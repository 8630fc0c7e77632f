import { ApiProblem, toldWait } from "../api/problem";
import type { Random } from "./backoff";
import type { SharedOutbox } from "./keep";
import type { Message } from "./message-log";
import type { OutboxNews } from "./outbox-tabs";
import type { FailureReason, PendingMessage } from "./pending-message";
import { PendingMessages } from "./pending-messages";
import { SignInRequired } from "./token-keeper";

/** What an outbox needs from its surroundings. */
export type OutboxOptions = {
  readonly peerId: string;
  readonly shared: SharedOutbox | null;
  readonly post: (key: string, text: string) => Promise<Message>;
  readonly onChange: (pending: readonly PendingMessage[]) => void;
  readonly onStored: () => void;
  /** Whether the server can be reached, as far as the socket tells. */
  readonly isReachable: () => boolean;
  readonly newKey: () => string;
  readonly random: Random;
};

const ATTEMPTS = 3;
/** Nobody expects that a message of yesterday still goes out by itself. */
const LONGEST_WAIT = 24 * 3_600_000;
const LONGEST_TOLD = 60_000;
const FIRST_WAIT = 1_000;

/**
 * The messages on their way of one conversation: in the order of writing, one POST at a time among all tabs, each
 * with the same key for ever. What may pass is tried again quietly while the server is away, and a few times while it
 * is there; not before the time that the server asked for, whatever wakes it.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #pending: PendingMessages;
  #busy = false;
  /** Woken during an attempt, which may fail for a reason that is over by then. */
  #woken = false;
  /** The server asked for no message to this person before. */
  #toldUntil = 0;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    const { peerId, shared, onChange } = options;
    this.#options = options;
    this.#pending = new PendingMessages({ peerId, shared, onChange });
    if (shared !== null) void this.#look();
  }

  send(text: string, afterSeq: number): void {
    const now = Date.now();
    this.#pending.add({
      key: this.#options.newKey(),
      text,
      createdAt: now,
      queuedAt: now,
      afterSeq,
      attempts: 0,
      notBefore: this.#toldUntil,
      delivery: { kind: "queued" },
    });
    if (this.#timer === undefined) void this.#pump();
  }

  /** Tries a failed message again under its own key. */
  retry(key: string): void {
    if (this.#pending.find(key)?.delivery.kind !== "failed") return;
    const again = { attempts: 0, queuedAt: Date.now(), notBefore: this.#toldUntil };
    this.#pending.change(key, { ...again, delivery: { kind: "queued" } });
    this.wake();
  }

  /** Forgets a failed message. */
  discard(key: string): void {
    if (this.#pending.find(key)?.delivery.kind === "failed") this.#pending.remove(key);
  }

  /** The server may be there again: tries what waits, now. */
  wake(): void {
    this.#woken = this.#busy;
    void this.#pump();
  }

  /** Another tab changed something. */
  hear({ stored }: OutboxNews): void {
    if (stored === undefined) void this.#look();
    else this.#pending.storedElsewhere(stored);
  }

  /** Lets go of stored messages that the feed now holds. */
  settle(isHeld: (seq: number) => boolean): void {
    this.#pending.settle(isHeld);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    await this.#pending.reload();
    if (this.#timer === undefined) await this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      while (this.#isDue(this.#next()) && (await this.#takeTurn())) {}
    } finally {
      this.#busy = false;
    }
    if (this.#woken && !this.#stopped) this.wake();
    else this.#waitForNext();
  }

  /** True when there may be more to send now. */
  async #takeTurn(): Promise<boolean> {
    const { peerId, shared } = this.#options;
    if (shared === null) return this.#sendNext();
    let goOn = false;
    await shared.tabs.inTurn(peerId, async () => {
      // Another tab may have sent it, or have been told to wait, while this one waited for its turn.
      await this.#pending.reload();
      goOn = await this.#sendNext();
      // The next tab reads what became of it.
      await this.#pending.written();
    });
    return goOn;
  }

  async #sendNext(): Promise<boolean> {
    this.#expire();
    const next = this.#next();
    // The caller looks once more: one may have been written while this was found out.
    if (next === undefined || !this.#isDue(next)) return true;
    const { key, text } = next;
    this.#pending.sending(key);
    try {
      const { seq, sentAt } = await this.#options.post(key, text);
      if (this.#stopped) return false;
      this.#pending.stored({ key, seq, sentAt });
      this.#options.onStored();
      return true;
    } catch (error) {
      return !this.#stopped && this.#failed(next, error);
    }
  }

  /** True when the following message may go. */
  #failed({ key, attempts: before }: PendingMessage, error: unknown): boolean {
    const reason = failureReason(error);
    if (reason !== "unavailable") {
      this.#pending.change(key, { delivery: { kind: "failed", reason } });
      return true;
    }
    const away = error instanceof SignInRequired || !this.#options.isReachable();
    const told = toldWait(error);
    // Over the limit is no failure: it passes by itself.
    const counts = !away && !(told > 0 && error instanceof ApiProblem && error.status === 429);
    const attempts = before + (counts ? 1 : 0);
    const failed = attempts >= ATTEMPTS;
    const wait = told > 0 || away ? told : FIRST_WAIT * attempts * (0.5 + this.#options.random());
    const notBefore = Date.now() + wait;
    this.#pending.change(key, {
      attempts,
      notBefore,
      delivery: failed ? { kind: "failed", reason } : { kind: "queued" },
    });
    if (told > 0) this.#holdBack(notBefore);
    return failed && told === 0;
  }

  /** The others wait as well, in every tab. */
  #holdBack(notBefore: number): void {
    this.#toldUntil = notBefore;
    for (const { key, delivery } of this.#pending.list)
      if (delivery.kind === "queued") this.#pending.change(key, { notBefore });
  }

  #expire(): void {
    const oldest = Date.now() - LONGEST_WAIT;
    for (const { key, queuedAt, delivery } of this.#pending.list)
      if (delivery.kind === "queued" && queuedAt < oldest)
        this.#pending.change(key, { delivery: { kind: "failed", reason: "expired" } });
  }

  #waitForNext(): void {
    const next = this.#next();
    if (next === undefined || this.#stopped) return;
    const wait = next.notBefore - Date.now();
    // What brings the server back wakes as well. If it is there already, its time came while this one was written down.
    if (wait <= 0 && !this.#options.isReachable()) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#pump();
      },
      wait > 0 ? wait : FIRST_WAIT,
    );
  }

  #next(): PendingMessage | undefined {
    return this.#pending.list.find(({ delivery }) => delivery.kind === "queued");
  }

  #isDue(message: PendingMessage | undefined): boolean {
    if (message === undefined || this.#stopped) return false;
    const wait = message.notBefore - Date.now();
    // A longer wait than anybody asks for means that the clock was set back.
    return wait <= 0 || wait > LONGEST_TOLD;
  }
}

function failureReason(error: unknown): FailureReason {
  if (!(error instanceof ApiProblem)) return "unavailable";
  if (error.status === 404 || error.status === 403 || error.slug === "conversation-closed") return "closed";
  if (error.status === 413) return "too-long";
  if (error.slug === "invalid-text") return "invalid";
  if (error.status === 408 || error.status === 429 || error.status >= 500) return "unavailable";
  return "refused";
}
