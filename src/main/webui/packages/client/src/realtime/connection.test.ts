import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { problem } from "../testing/fake-conversation";
import { fakeSockets } from "../testing/fake-web-socket";
import { Connection, type Probe } from "./connection";
import { type AccessToken, SignInRequired, TokenKeeper, type TokenReason } from "./token-keeper";

const LIFETIME = 600_000;

function setUp(random = 0) {
  const reasons: TokenReason[] = [];
  const getToken = vi.fn(async (reason: TokenReason): Promise<AccessToken> => {
    reasons.push(reason);
    return { token: `token-${reasons.length}`, expiresAt: Date.now() + LIFETIME };
  });
  const probe = vi.fn<Probe>(async () => "reachable");
  const sockets = fakeSockets();
  const onFrame = vi.fn();
  const tokens = new TokenKeeper({ getToken });
  const connection = new Connection({
    url: "ws://rapport.test/ws",
    tokens,
    openSocket: sockets.open,
    probe,
    onFrame,
    random: () => random,
  });
  const kind = () => connection.state.getSnapshot().kind;
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const open = async () => {
    connection.start();
    await settle();
    sockets.last().ready();
  };
  return { connection, sockets, getToken, reasons, probe, onFrame, kind, settle, open };
}

describe("Connection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("start_offersTheTokenAsSubProtocolAndIsOpenOnlyWithReady", async () => {
    const { connection, sockets, kind, settle } = setUp();
    connection.start();
    await settle();
    expect(sockets.last().protocols).toEqual([
      "bearer-token-carrier",
      "quarkus-http-upgrade%23Authorization%23Bearer%20token-1",
    ]);
    sockets.last().onopen?.();
    expect(kind()).toBe("connecting");
    sockets.last().frame({ content: "ready" });
    expect(kind()).toBe("open");
  });

  test("frames_reachTheListenerAndNonsenseDoesNot", async () => {
    const { sockets, onFrame, open } = setUp();
    await open();
    sockets.last().frame({ "user-id": "me", sender: "tom", content: "new-message" });
    sockets.last().frame(["nonsense"]);
    expect(onFrame.mock.calls.map(([frame]) => frame)).toEqual([
      { kind: "ready" },
      { kind: "notification", content: "new-message", sender: "tom" },
    ]);
  });

  test.each([1012, 1013, 1001, 1000, 1006, 4999])("close_%i_reconnectsAfterAWait", async (code) => {
    const { sockets, kind, open } = setUp();
    await open();
    sockets.last().end(code);
    expect(kind()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(999);
    expect(sockets.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets.made).toHaveLength(2);
  });

  test.each([
    [4403, "no-access"],
    [4409, "replaced"],
    [1008, "stop"],
  ])("close_%i_stays%s", async (code, expected) => {
    const { connection, sockets, kind, open, settle } = setUp();
    await open();
    sockets.last().end(code);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(kind()).toBe(expected);
    expect(sockets.made).toHaveLength(1);
    connection.start();
    await settle();
    sockets.last().ready();
    expect(kind()).toBe("open");
  });

  test("close_4401_asksTheProviderOnceAndReconnectsAtOnce", async () => {
    const { sockets, reasons, kind, open, settle } = setUp();
    await open();
    await vi.advanceTimersByTimeAsync(60_000);
    sockets.last().end(4401);
    await settle();
    expect(reasons).toEqual(["start", "rejected"]);
    expect(sockets.last().token).toBe("token-2");
    sockets.last().ready();
    expect(kind()).toBe("open");
  });

  test("close_4401_rightAfterReadyDoesNotSpin", async () => {
    const { sockets, open } = setUp();
    await open();
    for (let round = 0; round < 20; round += 1) {
      sockets.last().end(4401);
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(sockets.made.length).toBeLessThan(12);
  });

  test("handshake_refusedForTheTokenEndsSignedOut", async () => {
    const { connection, sockets, probe, kind, settle } = setUp();
    probe.mockRejectedValue(new SignInRequired());
    connection.start();
    await settle();
    sockets.last().end(1006);
    await settle();
    expect(kind()).toBe("signed-out");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sockets.made).toHaveLength(1);
  });

  test("handshake_refusedWithoutAssignmentWaitsForTheList", async () => {
    const { connection, sockets, probe, kind, settle } = setUp();
    probe.mockResolvedValue("no-access");
    connection.start();
    await settle();
    sockets.last().end(1006);
    await settle();
    expect(kind()).toBe("no-access");
  });

  test("handshake_withoutNetworkGoesOnTrying", async () => {
    const { connection, sockets, probe, kind, settle } = setUp();
    probe.mockRejectedValue(new TypeError("network"));
    connection.start();
    for (let round = 1; round <= 3; round += 1) {
      await settle();
      expect(sockets.made).toHaveLength(round);
      sockets.last().end(1006);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await settle();
    sockets.last().ready();
    expect(kind()).toBe("open");
  });

  test("handshake_refusedByAServerThatSaysHowLongToWaitIsRepeatedAfterThat", async () => {
    const { connection, sockets, probe, kind, settle } = setUp();
    probe.mockRejectedValue(problem(503, "unavailable", { "Retry-After": "20" }));
    connection.start();
    await settle();
    sockets.last().end(1006);
    await vi.advanceTimersByTimeAsync(15_000);
    connection.check();
    await vi.advanceTimersByTimeAsync(5_999);
    expect(kind()).toBe("waiting");
    expect(sockets.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets.made).toHaveLength(2);
  });

  test("tryNow_goesPastWhatTheServerAskedFor", async () => {
    const { connection, sockets, probe, settle } = setUp();
    probe.mockRejectedValue(problem(503, "unavailable", { "Retry-After": "20" }));
    connection.start();
    await settle();
    sockets.last().end(1006);
    await settle();
    connection.start();
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test.each([
    [1006, 2_000],
    [1012, 4_000],
    [1013, 8_000],
  ])("close_%i_spreadsTheReturnOver%i", async (code, longest) => {
    const { sockets, open } = setUp(1);
    await open();
    sockets.last().end(code);
    await vi.advanceTimersByTimeAsync(longest - 1);
    expect(sockets.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets.made).toHaveLength(2);
  });

  test("catchUp_doesWhatIsOverdueAndNothingEarly", async () => {
    const { connection, sockets, reasons, open, settle } = setUp();
    await open();
    connection.catchUp();
    await settle();
    expect(sockets.made).toHaveLength(1);
    vi.setSystemTime(Date.now() + LIFETIME - 50_000);
    connection.catchUp();
    await settle();
    expect(sockets.made).toHaveLength(2);
    expect(reasons).toEqual(["start", "renew"]);
    connection.catchUp();
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test("check_afterASleepThatOutlastedTheTokenUsesANewOne", async () => {
    const { connection, sockets, kind, open, settle } = setUp();
    await open();
    vi.setSystemTime(Date.now() + 2 * LIFETIME);
    connection.check();
    await settle();
    expect(sockets.last().token).toBe("token-2");
    sockets.last().ready();
    expect(sockets.made[0]?.close).toHaveBeenCalledWith(1000);
    expect(kind()).toBe("open");
  });

  test("handshake_withoutReadyIsGivenUp", async () => {
    const { connection, sockets, kind, settle } = setUp();
    connection.start();
    await settle();
    sockets.last().onopen?.();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sockets.last().close).toHaveBeenCalledWith(1000);
    expect(kind()).toBe("waiting");
  });

  test("renewal_opensASecondSocketAndClosesTheFirstOnlyWhenItIsReady", async () => {
    const { sockets, kind, open } = setUp();
    await open();
    await vi.advanceTimersByTimeAsync(LIFETIME - 60_000);
    const [first, second] = sockets.made;
    expect(second?.token).toBe("token-2");
    expect(first?.close).not.toHaveBeenCalled();
    expect(kind()).toBe("open");
    second?.ready();
    expect(first?.close).toHaveBeenCalledWith(1000);
    first?.end(1000);
    expect(kind()).toBe("open");
    expect(sockets.made).toHaveLength(2);
  });

  test("renewal_thatFailsKeepsTheFirstSocketAndTriesAgain", async () => {
    const { sockets, kind, getToken, open } = setUp();
    await open();
    getToken.mockRejectedValueOnce(new Error("network"));
    await vi.advanceTimersByTimeAsync(LIFETIME - 60_000);
    expect(sockets.made).toHaveLength(1);
    expect(kind()).toBe("open");
    await vi.advanceTimersByTimeAsync(1_000);
    sockets.last().ready();
    expect(sockets.made).toHaveLength(2);
    expect(kind()).toBe("open");
  });

  test("renewal_secondSocketPushingOutTheFirstIsNotAReplacement", async () => {
    const { sockets, kind, open } = setUp();
    await open();
    await vi.advanceTimersByTimeAsync(LIFETIME - 60_000);
    sockets.made[0]?.end(4409);
    expect(kind()).toBe("connecting");
    sockets.last().ready();
    expect(kind()).toBe("open");
  });

  test("check_replacesASocketThatIsOpenInNameOnly", async () => {
    const { connection, sockets, probe, kind, open, settle } = setUp();
    await open();
    connection.check();
    await settle();
    expect(kind()).toBe("open");
    probe.mockRejectedValue(new TypeError("network"));
    sockets.last().end(1006);
    await settle();
    expect(sockets.made[0]?.close).toHaveBeenCalledWith(1000);
    expect(kind()).toBe("waiting");
  });

  test("start_whileWaitingTriesAtOnce", async () => {
    const { connection, sockets, open, settle } = setUp();
    await open();
    sockets.last().end(1006);
    connection.start();
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test("halt_ignoresEverythingThatStillComes", async () => {
    const { connection, sockets, kind, open } = setUp();
    await open();
    connection.halt("idle");
    sockets.last().end(1006);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(kind()).toBe("idle");
    expect(sockets.made).toHaveLength(1);
  });
});
