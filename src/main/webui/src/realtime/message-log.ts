import type { components } from "../api/schema";

/** A stored message as the server gives it. */
export type Message = components["schemas"]["Message"];
/** A page of messages as the server gives it. */
export type MessagesPage = components["schemas"]["MessagesPage"];

/**
 * What this browser holds of one conversation: a window without holes that ends at the newest message.
 *
 * `cursor` is the version to follow with `since`; null means that nothing was fetched yet.
 */
export type MessageLog = {
  readonly messages: readonly Message[];
  readonly cursor: number | null;
  readonly readSeq: number;
  readonly peerReadSeq: number;
  readonly hasOlder: boolean;
};

/** A log before its first page, or after the server said to start anew. */
export const EMPTY_LOG: MessageLog = {
  messages: [],
  cursor: null,
  readSeq: 0,
  peerReadSeq: 0,
  hasOlder: false,
};

/** Begins a log with the newest page. */
export function fromNewest(page: MessagesPage): MessageLog {
  return {
    messages: merge([], page.items),
    cursor: page.version,
    readSeq: page.readSeq,
    peerReadSeq: page.peerReadSeq,
    hasOlder: page.hasMore,
  };
}

/** Adds a `since` page and moves the cursor. */
export function withChanges(log: MessageLog, page: MessagesPage): MessageLog {
  const first = log.messages[0];
  // A change to a message before the window would tear a hole into it; it comes with its own page later.
  const items = log.hasOlder && first ? page.items.filter((item) => item.seq >= first.seq) : page.items;
  return {
    ...log,
    messages: merge(log.messages, items),
    cursor: Math.max(log.cursor ?? 0, page.version),
    ...readMarks(log, page),
  };
}

/** Adds a `before` page, which never moves the cursor. */
export function withOlder(log: MessageLog, page: MessagesPage): MessageLog {
  return {
    ...log,
    messages: merge(log.messages, page.items),
    hasOlder: page.hasMore,
    ...readMarks(log, page),
  };
}

/** The newest `seq` of the log, or 0. */
export function lastSeq(log: Pick<MessageLog, "messages">): number {
  return log.messages.at(-1)?.seq ?? 0;
}

function readMarks(log: MessageLog, page: MessagesPage): Pick<MessageLog, "readSeq" | "peerReadSeq"> {
  // Pages overtake each other, read marks only rise.
  return {
    readSeq: Math.max(log.readSeq, page.readSeq),
    peerReadSeq: Math.max(log.peerReadSeq, page.peerReadSeq),
  };
}

function merge(held: readonly Message[], items: readonly Message[]): readonly Message[] {
  if (items.length === 0) return held;
  const bySeq = new Map(held.map((message) => [message.seq, message]));
  for (const item of items) {
    const known = bySeq.get(item.seq);
    if (known === undefined || known.version < item.version) bySeq.set(item.seq, item);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
