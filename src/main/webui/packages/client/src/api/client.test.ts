import { afterEach, describe, expect, test, vi } from "vitest";
import { TokenKeeper } from "../realtime/token-keeper";
import { createApiClient, dataOf } from "./client";
import { ApiProblem } from "./problem";

const tokens = new TokenKeeper({
  getToken: async () => ({ token: "token", expiresAt: Date.now() + 600_000 }),
});

/** A client and the one request that it made, answered with this. */
function answering(response: Response) {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(request);
    return response;
  });
  return { api: createApiClient(tokens, "https://chat.example.org"), requests };
}

describe("ApiClient", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("parameters_areInTheirPlacesAndCannotLeaveThem", async () => {
    const { api, requests } = answering(Response.json({ items: [] }));
    await api.GET("/api/v1/conversations/{peerId}/messages", {
      params: { path: { peerId: "a/b?c#d" }, query: { since: 3, limit: 50 } },
    });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://chat.example.org/api/v1/conversations/a%2Fb%3Fc%23d/messages?since=3&limit=50",
    ]);
  });

  test("bodyAndHeaders_areSent", async () => {
    const { api, requests } = answering(Response.json({ seq: 1 }, { status: 201 }));
    const answer = await api.POST("/api/v1/conversations/{peerId}/messages", {
      params: { path: { peerId: "tom" }, header: { "Idempotency-Key": "key" } },
      body: { text: "“héllo”" },
    });
    const [request] = requests;
    expect(request?.headers.get("Idempotency-Key")).toBe("key");
    expect(request?.headers.get("Content-Type")).toBe("application/json");
    expect(await request?.json()).toEqual({ text: "“héllo”" });
    expect(dataOf(answer)).toEqual({ seq: 1 });
  });

  test("answerWithoutContent_hasNoData", async () => {
    const { api, requests } = answering(new Response(null, { status: 204 }));
    const answer = await api.POST("/api/v1/conversations/{peerId}/typing", {
      params: { path: { peerId: "tom" } },
    });
    expect(dataOf(answer)).toBeUndefined();
    expect(requests[0]?.headers.has("Content-Type")).toBe(false);
  });

  test("refusal_isAProblem", async () => {
    const body = { type: "urn:rapport:problem:not-found", title: "Not found", requestId: "r1" };
    const { api } = answering(Response.json(body, { status: 404 }));
    const answer = await api.GET("/api/v1/me");
    expect(() => dataOf(answer)).toThrowError(
      expect.objectContaining({ name: "ApiProblem", status: 404, slug: "not-found", requestId: "r1" }),
    );
  });

  test("pageOfAProxy_isAProblemOfNoKnownKind", async () => {
    const { api } = answering(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    const answer = await api.GET("/api/v1/me");
    expect(() => dataOf(answer)).toThrowError(expect.objectContaining({ status: 502, slug: "unknown" }));
    expect(() => dataOf(answer)).toThrowError(ApiProblem);
  });

  test("serverTime_isToldByItsAnswersWhateverTheBrowsersClock", async () => {
    const { api } = answering(Response.json({}, { headers: { Date: "Thu, 01 Jan 2026 10:00:00 GMT" } }));
    expect(api.serverNow()).toBeNull();
    await api.GET("/api/v1/me");
    vi.useFakeTimers({ now: Date.now() + 5_000 });
    const told = Date.parse("2026-01-01T10:00:05Z");
    expect(api.serverNow()).toBeGreaterThanOrEqual(told);
    expect(api.serverNow()).toBeLessThan(told + 1_000);
  });
});
