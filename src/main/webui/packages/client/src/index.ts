/**
 * The public face of `@rapport/client`: everything that a host page or a user interface needs, and no more.
 */
export { socketUrl } from "./api/addresses";
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
export { messageTransport } from "./api/message-transport";
export { handshakeProbe } from "./api/probe";
export { ApiProblem, toldWait } from "./api/problem";
export { ChatSession } from "./realtime/chat-session";
export type { ConnectionState } from "./realtime/connection";
export type { ConversationState, ConversationSync, LoadState } from "./realtime/conversation-sync";
export { Drafts } from "./realtime/drafts";
export { type Keep, openKeep } from "./realtime/keep";
export type { ChangeFailure, MessageChange } from "./realtime/message-changes";
export type { FailureReason } from "./realtime/pending-message";
export type { Readable } from "./realtime/store";
export { browserTabs } from "./realtime/tabs";
export { type TimelineEntry, timeline } from "./realtime/timeline";
export {
  type AccessToken,
  SignInRequired,
  TokenKeeper,
  type TokenProvider,
  type TokenReason,
} from "./realtime/token-keeper";
