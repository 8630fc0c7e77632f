import { ApiProblem, toldWait } from "../api/problem";
import type { Random } from "./backoff";
import type { Message } from "./message-log";
import { SignInRequired } from "./token-keeper";

/** Why a message was not sent; `unavailable` may pass, the others will not. */
export type FailureReason = "unavailable" | "closed" | "too-long" | "invalid" | "refused";

/** How far a message of one's own has come. */
export type Delivery =
  | { readonly kind: "queued" }
  | { readonly kind: "sending" }
  | { readonly kind: "stored"; readonly seq: number; readonly sentAt: string }
  | { readonly kind: "failed"; readonly reason: FailureReason };

/** A message of one's own that the feed does not hold yet. `key` is its idempotency key, made once. */
export type PendingMessage = {
  readonly key: string;
  readonly text: string;
  readonly createdAt: number;
  /** The newest `seq` known when it was written: the message itself can only come later. */
  readonly afterSeq: number;
  readonly delivery: Delivery;
};

/** What an outbox needs from its surroundings. */
export type OutboxOptions = {
  readonly post: (key: string, text: string) => Promise<Message>;
  readonly onChange: (pending: readonly PendingMessage[]) => void;
  readonly onStored: () => void;
  /** Whether the server can be reached, as far as the socket tells. */
  readonly isReachable: () => boolean;
  readonly newKey: () => string;
  readonly random: Random;
};

const ATTEMPTS = 3;

/**
 * The messages on their way of one conversation: in local order, one POST at a time, each with the same key for
 * ever. What may pass is tried again quietly while the server is away, and a few times while it is there; not before
 * the time that the server asked for, whatever wakes it.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #attempts = new Map<string, number>();
  #pending: readonly PendingMessage[] = [];
  #busy = false;
  /** Woken during an attempt, which may fail for a reason that is over by then. */
  #woken = false;
  /** The timer runs because the server said how long to wait. */
  #told = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  send(text: string, afterSeq: number): void {
    const key = this.#options.newKey();
    const message = { key, text, createdAt: Date.now(), afterSeq, delivery: { kind: "queued" } } as const;
    this.#set([...this.#pending, message]);
    if (this.#timer === undefined) void this.#pump();
  }

  /** Tries a failed message again under its own key. */
  retry(key: string): void {
    this.#attempts.delete(key);
    this.#deliver(key, { kind: "queued" });
    this.wake();
  }

  /** Forgets a failed message. */
  discard(key: string): void {
    this.#remove((message) => message.key === key && message.delivery.kind === "failed");
  }

  /** The server may be there again: tries what waits, now. */
  wake(): void {
    this.#woken = this.#busy;
    if (this.#told) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#pump();
  }

  /** Lets go of stored messages that the feed now holds. */
  settle(isHeld: (seq: number) => boolean): void {
    this.#remove(({ delivery }) => delivery.kind === "stored" && isHeld(delivery.seq));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      let next = this.#nextQueued();
      while (next !== undefined && !this.#stopped && (await this.#attempt(next))) next = this.#nextQueued();
    } finally {
      this.#busy = false;
    }
    if (this.#woken && !this.#stopped) this.wake();
  }

  /** True when the following message may go. */
  async #attempt({ key, text }: PendingMessage): Promise<boolean> {
    this.#deliver(key, { kind: "sending" });
    try {
      const { seq, sentAt } = await this.#options.post(key, text);
      this.#deliver(key, { kind: "stored", seq, sentAt });
      this.#options.onStored();
      return true;
    } catch (error) {
      return this.#afterFailure(key, error);
    }
  }

  #afterFailure(key: string, error: unknown): boolean {
    const reason = failureReason(error);
    if (reason !== "unavailable") {
      this.#deliver(key, { kind: "failed", reason });
      return true;
    }
    const away = error instanceof SignInRequired || !this.#options.isReachable();
    const told = toldWait(error);
    // Over the limit is no failure: it passes by itself.
    const counts = !away && !(told > 0 && error instanceof ApiProblem && error.status === 429);
    const attempts = (this.#attempts.get(key) ?? 0) + (counts ? 1 : 0);
    this.#attempts.set(key, attempts);
    const failed = attempts >= ATTEMPTS;
    this.#deliver(key, failed ? { kind: "failed", reason } : { kind: "queued" });
    if (told > 0) this.#later(told, true);
    else if (!failed && !away) this.#later(1_000 * attempts * (0.5 + this.#options.random()), false);
    return failed && told === 0;
  }

  #later(delay: number, told: boolean): void {
    if (this.#stopped) return;
    this.#told = told;
    this.#timer = setTimeout(() => {
      this.#told = false;
      this.wake();
    }, delay);
  }

  #nextQueued(): PendingMessage | undefined {
    return this.#pending.find(({ delivery }) => delivery.kind === "queued");
  }

  #deliver(key: string, delivery: Delivery): void {
    this.#set(this.#pending.map((message) => (message.key === key ? { ...message, delivery } : message)));
  }

  #remove(isDone: (message: PendingMessage) => boolean): void {
    const kept = this.#pending.filter((message) => !isDone(message));
    if (kept.length < this.#pending.length) this.#set(kept);
  }

  #set(pending: readonly PendingMessage[]): void {
    this.#pending = pending;
    this.#options.onChange(pending);
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
