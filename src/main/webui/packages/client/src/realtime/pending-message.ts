/** Why a message was not sent; `unavailable` may pass, the others will not by themselves. */
export type FailureReason = "unavailable" | "expired" | "closed" | "too-long" | "invalid" | "refused";

/** How far a message of one's own has come. */
export type Delivery =
  | { readonly kind: "queued" }
  | { readonly kind: "sending" }
  | { readonly kind: "stored"; readonly seq: number; readonly sentAt: string }
  | { readonly kind: "failed"; readonly reason: FailureReason };

/** A message of one's own that the feed does not hold yet. Times are milliseconds since the epoch. */
export type PendingMessage = {
  /** Its idempotency key, made once. */
  readonly key: string;
  readonly text: string;
  readonly createdAt: number;
  /** When the person last wanted it sent: at its writing, or with "Try again". */
  readonly queuedAt: number;
  /** The newest `seq` known when it was written: the message itself can only come later. */
  readonly afterSeq: number;
  /** Tries that failed while the server was there. */
  readonly attempts: number;
  /** No try before this moment, whoever asks, in whichever tab. */
  readonly notBefore: number;
  readonly delivery: Delivery;
};
