import { SignInRequired } from "@rapport/client";
import { SigninResponse } from "oidc-client-ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OidcSession, renewalSpan } from "./oidc-session";

const ISSUER = "https://id.example.org";

type Answer = { status: number; body: object };
const REFUSED: Answer = { status: 400, body: { error: "invalid_grant" } };
const BUSY: Answer = { status: 503, body: { error: "temporarily_unavailable" } };
const given = (access_token: string): Answer => ({
  status: 200,
  body: { access_token, expires_in: 600, token_type: "Bearer", scope: "api" },
});

/** A session whose provider gives these answers, one after the other, to those who ask for tokens. */
function setUp(answers: Answer[], refresh_token?: string) {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", async (url: string, { body }: { body?: URLSearchParams } = {}) => {
    if (body === undefined) return Response.json({ issuer: ISSUER, token_endpoint: `${ISSUER}/token` });
    expect(url).toBe(`${ISSUER}/token`);
    asked.push(body.get("refresh_token"));
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("network");
    return Response.json(answer.body, { status: answer.status });
  });
  const config = { authority: ISSUER, clientId: "web", scope: "api" };
  const tokens = new SigninResponse(new URLSearchParams());
  Object.assign(tokens, { access_token: "first", expires_in: 600, scope: "api" });
  if (refresh_token !== undefined) tokens.refresh_token = refresh_token;
  return { session: new OidcSession(config, tokens), asked };
}

describe("OidcSession", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval"] });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("start_givesTheTokenOfTheSignIn", async () => {
    const { session, asked } = setUp([], "r1");
    expect(await session.getToken("start")).toEqual({ token: "first", expiresAt: Date.now() + 600_000 });
    expect(asked).toEqual([]);
  });

  test("renewal_keepsARefreshTokenThatIsNotReplaced", async () => {
    const replacing = given("second");
    Object.assign(replacing.body, { refresh_token: "r2" });
    const { session, asked } = setUp([replacing, given("third"), given("fourth")], "r1");
    expect((await session.getToken("renew")).token).toBe("second");
    expect((await session.getToken("rejected")).token).toBe("third");
    expect((await session.getToken("renew")).token).toBe("fourth");
    expect(asked).toEqual(["r1", "r2", "r2"]);
  });

  test("renewal_refusedByTheProviderEndsTheSession", async () => {
    const { session } = setUp([REFUSED], "r1");
    await expect(session.getToken("renew")).rejects.toBeInstanceOf(SignInRequired);
  });

  test("renewal_thatComesToNothingMayBeTriedAgain", async () => {
    const { session } = setUp([BUSY], "r1");
    for (const _ of ["busy", "no network"]) {
      const failed = await session.getToken("renew").catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(Error);
      expect(failed).not.toBeInstanceOf(SignInRequired);
    }
  });

  test("signOut_duringARenewalGivesNobodyAToken", async () => {
    const { session } = setUp([given("second")], "r1");
    const renewal = session.getToken("renew");
    session.forget();
    await expect(renewal).rejects.toBeInstanceOf(SignInRequired);
    await expect(session.getToken("start")).rejects.toBeInstanceOf(SignInRequired);
  });

  test("revokedToken_withoutARefreshTokenAsksThePerson", async () => {
    const { session } = setUp([]);
    await expect(session.getToken("rejected")).rejects.toBeInstanceOf(SignInRequired);
    session.forget();
  });

  test("token_withoutARefreshTokenServesToItsEnd", async () => {
    const { session } = setUp([]);
    vi.setSystemTime(Date.now() + 590_000);
    expect((await session.getToken("renew")).token).toBe("first");
    session.forget();
  });

  test("renewalSpan_isLateAndLeavesTimeForTheWay", () => {
    expect(renewalSpan(3_600_000, 3_600_000)).toEqual({ from: 3_420_000, until: 3_560_000 });
    expect(renewalSpan(60_000, 60_000)).toEqual({ from: 30_000, until: 45_000 });
  });
});
