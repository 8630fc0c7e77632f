import { socketUrl } from "./api/addresses";
import type { Me } from "./api/calls";
import { type ApiClient, createApiClient } from "./api/client";
import { messageTransport } from "./api/message-transport";
import { handshakeProbe } from "./api/probe";
import { ChatSession } from "./realtime/chat-session";
import type { Drafts } from "./realtime/drafts";
import { type Keep, openKeep } from "./realtime/keep";
import { browserTabs } from "./realtime/tabs";
import { TokenKeeper, type TokenProvider } from "./realtime/token-keeper";

/** How one person reaches one server. */
export type Access = {
  readonly tokens: TokenKeeper;
  readonly api: ApiClient;
  /** The server's origin, such as `https://chat.example.org`. */
  readonly baseUrl: string;
};

/** The running chat of one signed-in person in this tab. */
export type Chat = {
  readonly me: Me;
  readonly api: ApiClient;
  readonly tokens: TokenKeeper;
  readonly session: ChatSession;
  /** Unsent texts by the other person's id. */
  readonly drafts: Drafts;
  /** At sign-out: destroys what this browser keeps of the person. */
  readonly eraseKept: () => Promise<void>;
  /** What is unsent, where it is kept in memory only. */
  readonly inMemory: Keep["inMemory"];
  /** Stops and keeps what is unsent for the next page. */
  readonly close: () => void;
};

/** Access with the tokens of this provider; by default to the server that the page came from. */
export function accessWith(provider: TokenProvider, baseUrl: string = location.origin): Access {
  const tokens = new TokenKeeper(provider);
  return { tokens, api: createApiClient(tokens, baseUrl), baseUrl };
}

export type ChatOptions = {
  /** Keep what is unsent in the memory of this page only. */
  readonly inMemory?: boolean | undefined;
  /** The person's chat in this page before this one, closed: what it kept in memory is taken along. */
  readonly before?: Chat | null;
  /** The person signed out in another tab. */
  readonly onSignedOutElsewhere?: () => void;
};

/** Starts the chat of the person whose token the access has; resolves once what was kept of them is there again. */
export async function openChat(
  { tokens, api, baseUrl }: Access,
  me: Me,
  { inMemory = false, before = null, onSignedOutElsewhere = () => {} }: ChatOptions = {},
): Promise<Chat> {
  const keep = await openKeep(me.id, { inMemory, before: before?.me.id === me.id ? before : null });
  const session = new ChatSession({
    ownId: me.id,
    transport: messageTransport(api),
    shared: keep.shared,
    url: socketUrl(baseUrl),
    tokens,
    openSocket: (url, protocols) => new WebSocket(url, protocols),
    probe: handshakeProbe(api),
    tabs: browserTabs(),
    onSignedOutElsewhere,
  });
  session.start();
  const close = () => {
    session.stop();
    keep.close();
  };
  return {
    me,
    api,
    tokens,
    session,
    drafts: keep.drafts,
    eraseKept: keep.erase,
    inMemory: keep.inMemory,
    close,
  };
}

/** Signs the person's other tabs out and resolves when this browser keeps nothing of them; the caller closes the chat. */
export function signOut(chat: Chat): Promise<void> {
  chat.session.connection.signOutElsewhere();
  return chat.eraseKept();
}
