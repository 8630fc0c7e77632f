import type { Probe } from "../realtime/connection";
import { fetchConversations, fetchMe } from "./calls";
import type { ApiClient } from "./client";

/** Tells a refused token from no assignment and from a server that cannot be asked. */
export function handshakeProbe(api: ApiClient): Probe {
  return async () => {
    await fetchMe(api);
    const conversations = await fetchConversations(api);
    return conversations.some(({ state }) => state === "open") ? "reachable" : "no-access";
  };
}
