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
  /** Changes to messages before the window: a page of those may be on its way from before the change. */
  readonly changedBefore: readonly Message[];
};

/** A log before its first page, or after the server said to start anew. */
export const EMPTY_LOG: MessageLog = {
  messages: [],
  cursor: null,
  readSeq: 0,
  peerReadSeq: 0,
  hasOlder: false,
  changedBefore: [],
};

/** Begins a log with the newest page. */
export function fromNewest(page: MessagesPage): MessageLog {
  return {
    messages: merge([], page.items),
    cursor: page.version,
    readSeq: page.readSeq,
    peerReadSeq: page.peerReadSeq,
    hasOlder: page.hasMore,
    changedBefore: [],
  };
}

/** Adds a `since` page and moves the cursor. */
export function withChanges(log: MessageLog, page: MessagesPage): MessageLog {
  const first = log.hasOlder ? (log.messages[0]?.seq ?? 0) : 0;
  // A change to a message before the window would tear a hole into it; it waits for the page of that message.
  const [before, within] = split(page.items, first);
  return {
    ...log,
    messages: merge(log.messages, within),
    changedBefore: merge(log.changedBefore, before),
    cursor: Math.max(log.cursor ?? 0, page.version),
    ...readMarks(log, page),
  };
}

/** Adds a `before` page, which never moves the cursor. */
export function withOlder(log: MessageLog, page: MessagesPage): MessageLog {
  const [before, within] = split(log.changedBefore, page.items[0]?.seq ?? 0);
  return {
    ...log,
    messages: merge(log.messages, merge(page.items, within)),
    hasOlder: page.hasMore,
    changedBefore: before,
    ...readMarks(log, page),
  };
}

/** The newest `seq` of the log, or 0. */
export function lastSeq(log: Pick<MessageLog, "messages">): number {
  return log.messages.at(-1)?.seq ?? 0;
}

/** Whether messages that nobody has read here may lie before the window. */
export function hasUnreadBefore({ messages, hasOlder, readSeq }: MessageLog): boolean {
  return hasOlder && (messages[0]?.seq ?? 0) > readSeq + 1;
}

function readMarks(log: MessageLog, page: MessagesPage): Pick<MessageLog, "readSeq" | "peerReadSeq"> {
  // Pages overtake each other, read marks only rise.
  return {
    readSeq: Math.max(log.readSeq, page.readSeq),
    peerReadSeq: Math.max(log.peerReadSeq, page.peerReadSeq),
  };
}

function split(items: readonly Message[], first: number): [before: Message[], within: Message[]] {
  return [items.filter(({ seq }) => seq < first), items.filter(({ seq }) => seq >= first)];
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
