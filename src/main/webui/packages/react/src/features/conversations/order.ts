import type { Conversation } from "@rapport/client";

/** Unread ones first, each part in the order the server gave (last activity first). */
export function unreadFirst(conversations: readonly Conversation[]): readonly Conversation[] {
  const unread = conversations.filter((conversation) => conversation.unread > 0);
  return [...unread, ...conversations.filter((conversation) => conversation.unread === 0)];
}
