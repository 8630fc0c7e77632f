import type { ConversationState } from "./conversation-sync";
import type { MessageChange } from "./message-changes";
import type { Message } from "./message-log";
import type { Delivery, PendingMessage } from "./pending-message";

/** One row of the conversation: confirmed ones by `seq`, then one's own on their way, in local order. */
export type TimelineEntry = {
  /** Stays the same from writing to confirmation. */
  readonly key: string;
  /** 0 until the feed holds it. */
  readonly seq: number;
  readonly own: boolean;
  readonly text: string;
  /** Its text is gone for good. */
  readonly deleted: boolean;
  /** ISO 8601. */
  readonly sentAt: string;
  /** ISO 8601; null for what is as it was written. */
  readonly editedAt: string | null;
  /** When this browser began to send it, in milliseconds; 0 for confirmed ones. */
  readonly createdAt: number;
  readonly delivery: Delivery | null;
  /** What was asked of it and does not show yet. */
  readonly change: MessageChange | null;
};

/** Joins what is stored with what is on its way. */
export function timeline(state: ConversationState, ownId: string): readonly TimelineEntry[] {
  const { messages, pending, keys, changes } = state;
  const twin = storedTwin(state, ownId);
  const stored = messages.map((message): TimelineEntry => {
    const { seq, text, sentAt } = message;
    const key = keys.get(seq) ?? (twin?.message === message ? twin.pending.key : `seq-${seq}`);
    const own = message.senderId === ownId;
    return {
      key,
      seq,
      own,
      text,
      deleted: message.deleted ?? false,
      sentAt,
      editedAt: message.editedAt ?? null,
      createdAt: 0,
      delivery: null,
      change: changes.get(seq) ?? null,
    };
  });
  const waiting = pending
    .filter((message) => message !== twin?.pending)
    .map(({ key, text, createdAt, delivery }): TimelineEntry => {
      const sentAt = delivery.kind === "stored" ? delivery.sentAt : new Date(createdAt).toISOString();
      return {
        key,
        seq: 0,
        own: true,
        text,
        deleted: false,
        sentAt,
        editedAt: null,
        createdAt,
        delivery,
        change: null,
      };
    });
  return [...stored, ...waiting];
}

/**
 * The feed often brings an own message before the answer to its POST does, and carries no key. For the eye only,
 * the first one on its way is taken for a newer own message of the same text; the answer alone decides.
 */
function storedTwin(
  { messages, pending, keys }: ConversationState,
  ownId: string,
): { readonly pending: PendingMessage; readonly message: Message } | null {
  const first = pending.find(({ delivery }) => delivery.kind === "sending" || delivery.kind === "queued");
  if (first === undefined) return null;
  const message = messages.find(
    ({ seq, senderId, text }) =>
      seq > first.afterSeq && senderId === ownId && text === first.text && !keys.has(seq),
  );
  return message === undefined ? null : { pending: first, message };
}
