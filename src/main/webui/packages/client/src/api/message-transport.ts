import type { MessageTransport } from "../realtime/conversation-sync";
import { type ApiClient, dataOf } from "./client";

const PAGE = 50;
const CATCH_UP_PAGE = 200;

/** The message calls of one signed-in person. */
export function messageTransport(api: ApiClient): MessageTransport {
  const page = async (peerId: string, query: { before?: number; since?: number; limit: number }) =>
    dataOf(await api.GET("/api/v1/conversations/{peerId}/messages", { params: { path: { peerId }, query } }));
  return {
    newest: (peerId) => page(peerId, { limit: PAGE }),
    before: (peerId, seq) => page(peerId, { before: seq, limit: PAGE }),
    since: (peerId, version) => page(peerId, { since: version, limit: CATCH_UP_PAGE }),
    send: async (peerId, key, text) =>
      dataOf(
        await api.POST("/api/v1/conversations/{peerId}/messages", {
          params: { path: { peerId }, header: { "Idempotency-Key": key } },
          body: { text },
        }),
      ),
    edit: async (peerId, seq, text) =>
      dataOf(
        await api.PATCH("/api/v1/conversations/{peerId}/messages/{seq}", {
          params: { path: { peerId, seq } },
          body: { text },
        }),
      ),
    remove: async (peerId, seq) => {
      dataOf(
        await api.DELETE("/api/v1/conversations/{peerId}/messages/{seq}", {
          params: { path: { peerId, seq } },
        }),
      );
    },
    markRead: async (peerId, seq) => {
      dataOf(
        await api.PUT("/api/v1/conversations/{peerId}/read", { params: { path: { peerId } }, body: { seq } }),
      );
    },
    typing: async (peerId) => {
      dataOf(await api.POST("/api/v1/conversations/{peerId}/typing", { params: { path: { peerId } } }));
    },
  };
}
