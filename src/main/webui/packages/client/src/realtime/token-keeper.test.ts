import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AccessToken, SignInRequired, TokenKeeper, type TokenReason } from "./token-keeper";

function setUp(lifetime = 600_000) {
  let given = 0;
  const getToken = vi.fn(async (_reason: TokenReason): Promise<AccessToken> => {
    given += 1;
    return { token: `token-${given}`, expiresAt: Date.now() + lifetime };
  });
  return { keeper: new TokenKeeper({ getToken }), getToken };
}

describe("TokenKeeper", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("current_callersAtOnceShareOneQuestion", async () => {
    const { keeper, getToken } = setUp();
    const answers = await Promise.all([keeper.current(), keeper.current(), keeper.current()]);
    expect(new Set(answers.map(({ token }) => token))).toEqual(new Set(["token-1"]));
    expect(getToken).toHaveBeenCalledTimes(1);
  });

  test("current_isRenewedShortlyBeforeItsEnd", async () => {
    const { keeper, getToken } = setUp();
    await keeper.current();
    vi.setSystemTime(Date.now() + 560_000);
    expect((await keeper.current()).token).toBe("token-1");
    vi.setSystemTime(Date.now() + 20_000);
    expect((await keeper.current()).token).toBe("token-2");
    expect(getToken).toHaveBeenLastCalledWith("renew");
  });

  test("current_underAWrongClockDoesNotAskBeforeEveryCall", async () => {
    const { keeper, getToken } = setUp(-3_600_000);
    await keeper.current();
    await keeper.current();
    expect(getToken).toHaveBeenCalledTimes(1);
  });

  test("insteadOf_anAlreadyReplacedTokenAsksNobody", async () => {
    const { keeper, getToken } = setUp();
    await keeper.current();
    await keeper.insteadOf("token-1", "rejected");
    expect((await keeper.insteadOf("token-1", "rejected")).token).toBe("token-2");
    expect(getToken).toHaveBeenCalledTimes(2);
  });

  test("session_thatIsOverRefusesUntilTheNextSignIn", async () => {
    const { keeper, getToken } = setUp();
    getToken.mockRejectedValueOnce(new SignInRequired());
    await expect(keeper.current()).rejects.toBeInstanceOf(SignInRequired);
    expect(keeper.signedOut.getSnapshot()).toBe(true);
    await expect(keeper.current()).rejects.toBeInstanceOf(SignInRequired);
    expect(getToken).toHaveBeenCalledTimes(1);
    await keeper.signInAgain();
    expect(keeper.signedOut.getSnapshot()).toBe(false);
    expect((await keeper.current()).token).toBe("token-1");
  });

  test("providerOfAPlainPage_saysByNameThatThePersonIsNeeded", async () => {
    const { keeper, getToken } = setUp();
    getToken.mockRejectedValueOnce(Object.assign(new Error(), { name: "SignInRequired" }));
    await expect(keeper.current()).rejects.toBeInstanceOf(SignInRequired);
    expect(keeper.signedOut.getSnapshot()).toBe(true);
  });

  test("provider_withoutNetworkDoesNotEndTheSession", async () => {
    const { keeper, getToken } = setUp();
    getToken.mockRejectedValueOnce(new TypeError("network"));
    await expect(keeper.current()).rejects.toThrow("network");
    expect(keeper.signedOut.getSnapshot()).toBe(false);
    expect((await keeper.current()).token).toBe("token-1");
  });
});
