import { describe, expect, test, vi } from "vitest";
import { SignInRequired, TokenKeeper } from "../realtime/token-keeper";
import { authorisedFetch } from "./authorised-fetch";

function setUp(statuses: number[]) {
  let given = 0;
  const tokens = new TokenKeeper({
    getToken: async () => {
      given += 1;
      return { token: `token-${given}`, expiresAt: Date.now() + 600_000 };
    },
  });
  const sent: { token: string | null; body: string }[] = [];
  const send = vi.fn(async (input: RequestInfo | URL) => {
    const request = input as Request;
    sent.push({ token: request.headers.get("Authorization"), body: await request.text() });
    return new Response(null, { status: statuses.shift() ?? 200 });
  });
  const request = () => new Request("http://rapport.test/api", { method: "POST", body: "the text" });
  return { tokens, sent, call: () => authorisedFetch(tokens, send)(request()) };
}

describe("authorisedFetch", () => {
  test("call_carriesTheToken", async () => {
    const { sent, call } = setUp([200]);
    expect((await call()).status).toBe(200);
    expect(sent).toEqual([{ token: "Bearer token-1", body: "the text" }]);
  });

  test("call_refusedWith401IsRepeatedOnceWithANewToken", async () => {
    const { sent, call, tokens } = setUp([401, 201]);
    expect((await call()).status).toBe(201);
    expect(sent.map(({ token }) => token)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(sent[1]?.body).toBe("the text");
    expect(tokens.signedOut.getSnapshot()).toBe(false);
  });

  test("call_refusedAgainEndsTheSession", async () => {
    const { sent, call, tokens } = setUp([401, 401]);
    await expect(call()).rejects.toBeInstanceOf(SignInRequired);
    expect(sent).toHaveLength(2);
    expect(tokens.signedOut.getSnapshot()).toBe(true);
  });
});
