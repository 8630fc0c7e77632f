import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TokenKeeper } from "../realtime/token-keeper";
import { fetchConversations } from "./calls";
import { createApiClient } from "./client";

const tokens = new TokenKeeper({
  getToken: async () => ({ token: "token", expiresAt: Date.now() + 600_000 }),
});

/** A server with a list in pages of one, each with an ETag of its content. */
class Lists {
  names: string[] = ["anna", "karim"];
  readonly asked: { cursor: string | null; tag: string | null; status: number }[] = [];

  readonly fetch = async ({ url, headers }: Request) => {
    const cursor = new URL(url).searchParams.get("cursor");
    const at = Number(cursor);
    const body = { items: [{ peer: { id: this.names[at] } }], nextCursor: this.names[at + 1] && `${at + 1}` };
    const etag = `"${this.names[at]}"`;
    const tag = headers.get("If-None-Match");
    const status = tag === etag ? 304 : 200;
    this.asked.push({ cursor, tag, status });
    if (status === 304) return new Response(null, { status, headers: { ETag: etag } });
    return Response.json(body, { headers: { ETag: etag } });
  };
}

describe("answers with an ETag", () => {
  let server: Lists;
  beforeEach(() => {
    server = new Lists();
    vi.stubGlobal("fetch", server.fetch);
  });
  afterEach(() => vi.unstubAllGlobals());

  test("answerThatStillHolds_isComparedAndGivesOutTheSameObjects", async () => {
    const api = createApiClient(tokens, "https://chat.example.org");
    const first = await fetchConversations(api);
    const second = await fetchConversations(api);
    expect(server.asked.map(({ tag, status }) => [tag, status])).toEqual([
      [null, 200],
      [null, 200],
      ['"anna"', 304],
      ['"karim"', 304],
    ]);
    expect(second).toHaveLength(2);
    for (const [index, conversation] of second.entries()) expect(conversation).toBe(first[index]);
  });

  test("pageThatChanged_isNewAndTheOthersAreNot", async () => {
    const api = createApiClient(tokens, "https://chat.example.org");
    const first = await fetchConversations(api);
    server.names = ["tom", "karim"];
    const second = await fetchConversations(api);
    expect(second.map(({ peer }) => peer.id)).toEqual(["tom", "karim"]);
    expect(second[1]).toBe(first[1]);
    server.asked.length = 0;
    await fetchConversations(api);
    expect(server.asked.map(({ status }) => status)).toEqual([304, 304]);
  });

  test("person_getsNothingOfTheOneBefore", async () => {
    await fetchConversations(createApiClient(tokens, "https://chat.example.org"));
    server.asked.length = 0;
    await fetchConversations(createApiClient(tokens, "https://chat.example.org"));
    expect(server.asked.map(({ tag }) => tag)).toEqual([null, null]);
  });

  test("pagesOfLongAgo_areForgotten", async () => {
    const api = createApiClient(tokens, "https://chat.example.org");
    const page = (cursor: number) =>
      api.GET("/api/v1/conversations", { params: { query: { cursor: String(cursor) } } });
    server.names = Array.from({ length: 20 }, (_, index) => `person-${index}`);
    for (let cursor = 0; cursor < 20; cursor += 1) await page(cursor);
    server.asked.length = 0;
    await page(19);
    await page(0);
    expect(server.asked.map(({ tag }) => tag)).toEqual(['"person-19"', null]);
  });
});
