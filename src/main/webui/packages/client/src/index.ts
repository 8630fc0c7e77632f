/**
 * The public face of `@rapport/client`: everything that a host page or a user interface needs, and no more.
 *
 * `openChat(access, await fetchMe(access.api))` with `access = accessWith(provider, "https://chat.example.org")` is a
 * running chat; the provider is the host's own {@link TokenProvider}.
 */
export {
  type Availability,
  type ClientConfig,
  type Conversation,
  fetchClientConfig,
  fetchConversations,
  fetchMe,
  type Me,
  putAvailability,
} from "./api/calls";
export { type ApiClient, createApiClient } from "./api/client";
export { ApiProblem, toldWait } from "./api/problem";
export { type Access, accessWith, type Chat, openChat, signOut } from "./chat";
export { ChatSession } from "./realtime/chat-session";
export type { ConnectionState } from "./realtime/connection";
export type { ConversationState, ConversationSync, LoadState } from "./realtime/conversation-sync";
export { Drafts } from "./realtime/drafts";
export type { ChangeFailure, MessageChange } from "./realtime/message-changes";
export type { FailureReason } from "./realtime/pending-message";
export type { Readable } from "./realtime/store";
export { type TimelineEntry, timeline } from "./realtime/timeline";
export {
  type AccessToken,
  SignInRequired,
  TokenKeeper,
  type TokenProvider,
  type TokenReason,
} from "./realtime/token-keeper";
