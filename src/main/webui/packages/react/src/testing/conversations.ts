import type { Conversation } from "@rapport/client";

/** A conversation of the list with the given coach. */
export function conversationWith(
  id: string,
  displayName: string,
  change: Partial<Conversation> = {},
): Conversation {
  return {
    peer: { id, displayName, role: "coach", presence: "offline" },
    state: "open",
    lastSeq: 0,
    version: 0,
    readSeq: 0,
    peerReadSeq: 0,
    unread: 0,
    ...change,
  };
}
