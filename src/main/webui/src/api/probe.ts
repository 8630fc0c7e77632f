import type { Probe } from "../realtime/connection";
import { SignInRequired } from "../realtime/token-keeper";
import { fetchConversations, fetchMe } from "./calls";
import type { ApiClient } from "./client";

/** Tells a refused token from no assignment and from a network that is away. */
export function handshakeProbe(api: ApiClient): Probe {
  return async () => {
    try {
      await fetchMe(api);
      const conversations = await fetchConversations(api);
      return conversations.some(({ state }) => state === "open") ? "reachable" : "no-access";
    } catch (error) {
      if (error instanceof SignInRequired) throw error;
      return "unreachable";
    }
  };
}
