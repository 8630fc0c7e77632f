import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeConversation, problem } from "../testing/fake-conversation";
import { ConversationSync } from "./conversation-sync";
import { timeline } from "./timeline";

function setUp(prepare: (server: FakeConversation) => void = () => {}) {
  const server = new FakeConversation();
  prepare(server);
  let reachable = true;
  let keys = 0;
  const onListStale = vi.fn();
  const sync = new ConversationSync({
    peerId: "peer",
    transport: server,
    isReachable: () => reachable,
    onListStale,
    newKey: () => {
      keys += 1;
      return `key-${keys}`;
    },
    random: () => 0,
  });
  const state = () => sync.state.getSnapshot();
  return {
    server,
    sync,
    onListStale,
    state,
    shown: () => timeline(state(), "me").map(({ text }) => text),
    seqs: () => state().messages.map(({ seq }) => seq),
    deliveries: () => state().pending.map(({ delivery }) => delivery.kind),
    setReachable: (now: boolean) => {
      reachable = now;
    },
    settle: () => vi.advanceTimersByTimeAsync(0),
  };
}

const many = (count: number) => (server: FakeConversation) => {
  for (let number = 1; number <= count; number += 1) server.write("peer", `m${number}`);
};

/** All of them were read, so that the first page is enough to begin with. */
const manyRead = (count: number) => (server: FakeConversation) => {
  many(count)(server);
  server.readSeq = count;
};

describe("ConversationSync", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("refresh_beginsWithTheNewestPageAndFollowsItsVersion", async () => {
    const { server, sync, state, seqs } = setUp(manyRead(60));
    await sync.refresh();
    expect(seqs()).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
    expect(state().hasOlder).toBe(true);
    server.write("peer", "m61");
    await sync.refresh();
    expect(server.sinceCalls).toEqual([60]);
    expect(seqs().at(-1)).toBe(61);
  });

  test("unread_isFetchedBackToItsFirst", async () => {
    const { server, sync, seqs } = setUp(many(120));
    server.readSeq = 30;
    await sync.refresh();
    expect(seqs()[0]).toBe(21);
    expect(seqs()).toHaveLength(100);
  });

  test("unread_thatIsTooFarIsNotFetchedAtOnce", async () => {
    const { server, sync, seqs, state } = setUp(many(500));
    await sync.refresh();
    expect(seqs()).toHaveLength(200);
    expect(state().hasOlder).toBe(true);
    expect(server.reads).toEqual([]);
  });

  test("unread_thatCannotBeFetchedDoesNotHideTheRest", async () => {
    const { server, sync, seqs, state } = setUp(many(120));
    server.onCall = (call) => {
      if (call === "before") throw problem(503, "unavailable");
    };
    await sync.refresh();
    expect(state().load).toEqual({ kind: "ready" });
    expect(seqs()).toHaveLength(50);
  });

  test("refresh_followsPagesUntilThereIsNoMore", async () => {
    const { server, sync, seqs } = setUp(many(3));
    await sync.refresh();
    server.pageSize = 4;
    many(10)(server);
    await sync.refresh();
    expect(server.sinceCalls).toEqual([3, 7, 11]);
    expect(seqs()).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
  });

  test("refresh_duringAFetchMakesOneMoreFetch", async () => {
    const { server, sync, seqs } = setUp(many(1));
    await sync.refresh();
    let release = () => {};
    server.onAnswer = () => new Promise((resolve) => (release = resolve));
    const running = sync.refresh();
    await vi.advanceTimersByTimeAsync(0);
    server.onAnswer = () => {};
    server.write("peer", "too late for the first answer");
    for (let hint = 0; hint < 5; hint += 1) void sync.refresh();
    release();
    await running;
    expect(server.sinceCalls).toHaveLength(2);
    expect(seqs()).toEqual([1, 2]);
  });

  test("changes_replaceWhatIsShownAndOldOnesTearNoHole", async () => {
    const { server, sync, state, seqs } = setUp(manyRead(60));
    await sync.refresh();
    server.change(60, "edited");
    server.change(2, "edited long ago");
    await sync.refresh();
    expect(state().messages.at(-1)?.text).toBe("edited");
    expect(seqs()[0]).toBe(11);
    await sync.loadOlder();
    expect(state().messages[1]?.text).toBe("edited long ago");
    expect(seqs()).toHaveLength(60);
    expect(state().hasOlder).toBe(false);
  });

  test("change_toAMessageOfAPageThatIsOnItsWayIsNotLost", async () => {
    const { server, sync, state } = setUp(manyRead(60));
    await sync.refresh();
    let release = () => {};
    server.onAnswer = (call) =>
      call === "before" ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    const older = sync.loadOlder();
    await vi.advanceTimersByTimeAsync(0);
    server.change(2, "edited meanwhile");
    await sync.refresh();
    release();
    await older;
    expect(state().messages[1]?.text).toBe("edited meanwhile");
    expect(state().messages).toEqual(server.messages);
  });

  test("loadOlder_neverMovesTheCursor", async () => {
    const { server, sync, seqs } = setUp(manyRead(60));
    await sync.refresh();
    server.write("peer", "m61");
    await sync.loadOlder();
    await sync.refresh();
    expect(server.sinceCalls).toEqual([60]);
    expect(seqs().at(-1)).toBe(61);
  });

  test("cursorAhead_startsAnew", async () => {
    const { server, sync, shown } = setUp(many(5));
    await sync.refresh();
    server.messages.length = 0;
    server.version = 0;
    server.write("peer", "after the restore");
    await sync.refresh();
    expect(shown()).toEqual(["after the restore"]);
    server.write("peer", "and on");
    await sync.refresh();
    expect(shown()).toEqual(["after the restore", "and on"]);
  });

  test("notFound_forgetsEverythingUntilTheRightComesBack", async () => {
    const { server, sync, state, shown } = setUp(many(2));
    await sync.refresh();
    server.onCall = () => {
      throw problem(404, "not-found");
    };
    await sync.refresh();
    expect(state().load.kind).toBe("closed");
    expect(shown()).toEqual([]);
    server.onCall = () => {};
    await sync.refresh();
    expect(state().load.kind).toBe("ready");
    expect(shown()).toEqual(["m1", "m2"]);
  });

  test("firstLoad_thatFailsSaysSoAndTriesAgain", async () => {
    const { server, sync, state } = setUp(many(1));
    server.onCall = () => {
      throw problem(503, "unavailable");
    };
    await sync.refresh();
    expect(state().load).toEqual({ kind: "failed", requestId: "request-1" });
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state().load.kind).toBe("ready");
  });

  test("send_isShownAtOnceAndConfirmedByTheFeed", async () => {
    const { sync, state, shown, deliveries, settle } = setUp(many(1));
    await sync.refresh();
    sync.send("hello");
    expect(shown()).toEqual(["m1", "hello"]);
    expect(deliveries()).toEqual(["sending"]);
    const { key } = timeline(state(), "me")[1] ?? {};
    await settle();
    expect(deliveries()).toEqual([]);
    expect(timeline(state(), "me")[1]).toMatchObject({ key, seq: 2, delivery: null });
  });

  test("send_postsOneAtATimeInLocalOrder", async () => {
    const { server, sync, shown, settle } = setUp();
    await sync.refresh();
    let open = 0;
    server.onCall = async (call) => {
      if (call !== "send") return;
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      open -= 1;
    };
    for (const text of ["a", "b", "c"]) sync.send(text);
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(server.posts.map(({ text }) => text)).toEqual(["a", "b", "c"]);
    expect(shown()).toEqual(["a", "b", "c"]);
  });

  test("send_lostAnswerIsTriedAgainWithTheSameKeyAndShownOnce", async () => {
    const { server, sync, shown, settle } = setUp();
    await sync.refresh();
    let lost = 0;
    server.onAnswer = (call) => {
      if (call !== "send" || lost > 0) return;
      lost += 1;
      throw new TypeError("network");
    };
    sync.send("only once");
    await settle();
    await sync.refresh();
    expect(shown()).toEqual(["only once"]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.posts.map(({ key }) => key)).toEqual(["key-1", "key-1"]);
    expect(server.messages).toHaveLength(1);
    expect(shown()).toEqual(["only once"]);
  });

  test("send_thatGoesOnFailingIsKeptAndRetriedByHandWithItsKey", async () => {
    const { server, sync, shown, deliveries } = setUp(many(1));
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send") throw problem(503, "unavailable");
    };
    sync.send("hello");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(deliveries()).toEqual(["failed"]);
    await sync.refresh();
    expect(shown()).toEqual(["m1", "hello"]);
    server.onCall = () => {};
    sync.retry("key-1");
    await vi.advanceTimersByTimeAsync(0);
    expect(new Set(server.posts.map(({ key }) => key))).toEqual(new Set(["key-1"]));
    expect(deliveries()).toEqual([]);
    expect(server.messages).toHaveLength(2);
  });

  test("send_withoutConnectionWaitsForResume", async () => {
    const { server, sync, deliveries, setReachable, settle } = setUp();
    await sync.refresh();
    setReachable(false);
    server.onCall = () => {
      throw new TypeError("network");
    };
    sync.send("later");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(deliveries()).toEqual(["queued"]);
    server.onCall = () => {};
    setReachable(true);
    await sync.resume();
    await settle();
    expect(deliveries()).toEqual([]);
    expect(server.messages.map(({ text }) => text)).toEqual(["later"]);
  });

  test("send_refusedForGoodFailsAtOnceAndTheNextOneGoes", async () => {
    const { server, sync, state, settle } = setUp();
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send" && server.posts.length === 1) throw problem(422, "invalid-text");
    };
    sync.send("bad");
    sync.send("good");
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["good"]);
    expect(state().pending.map(({ delivery }) => delivery)).toEqual([{ kind: "failed", reason: "invalid" }]);
    sync.discard("key-1");
    expect(state().pending).toEqual([]);
  });

  test("send_overTheLimitWaitsAsLongAsTheServerSays", async () => {
    const { server, sync, deliveries } = setUp();
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send" && server.posts.length < 6)
        throw problem(429, "too-many-requests", { "Retry-After": "5" });
    };
    sync.send("patience");
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.posts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(deliveries()).toEqual([]);
    expect(server.messages).toHaveLength(1);
  });

  test("send_overTheLimitIsNotHurriedByAnything", async () => {
    const { server, sync, deliveries, shown } = setUp(many(1));
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send") throw problem(429, "too-many-requests", { "Retry-After": "30" });
    };
    sync.send("one");
    await vi.advanceTimersByTimeAsync(0);
    for (let second = 0; second < 29; second += 1) {
      // What a person and a network can do meanwhile.
      sync.send(`more ${second}`);
      sync.retry("key-1");
      await sync.resume();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(server.posts).toHaveLength(1);
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(1_000);
    expect(deliveries()).toEqual([]);
    expect(server.messages).toHaveLength(31);
    expect(shown().slice(0, 3)).toEqual(["m1", "one", "more 0"]);
  });

  test("send_overTheLimitIsNeverGivenUp", async () => {
    const { server, sync, deliveries } = setUp();
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send") throw problem(429, "too-many-requests", { "Retry-After": "1" });
    };
    sync.send("patience");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deliveries().every((kind) => kind === "queued" || kind === "sending")).toBe(true);
    expect(server.posts.length).toBeGreaterThan(50);
    expect(server.posts.length).toBeLessThan(62);
    expect(new Set(server.posts.map(({ key }) => key))).toEqual(new Set(["key-1"]));
  });

  test.each([
    ["0", 1_000],
    ["-5", 1_000],
    ["", 1_000],
    ["86400", 60_000],
  ])("send_waitsWithinReasonWhenToldToWait %j", async (told, wait) => {
    const { server, sync } = setUp();
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send" && server.posts.length === 1)
        throw problem(429, "too-many-requests", { "Retry-After": told });
    };
    sync.send("x");
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(server.posts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.posts).toHaveLength(2);
    expect(server.messages).toHaveLength(1);
  });

  test("send_whileUnavailableWaitsAsToldAndTheNextOneWithIt", async () => {
    const { server, sync, deliveries } = setUp();
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "send") throw problem(503, "unavailable", { "Retry-After": "20" });
    };
    sync.send("first");
    sync.send("second");
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.posts.map(({ text }) => text)).toEqual(["first", "first", "first"]);
    expect(deliveries()).toEqual(["failed", "queued"]);
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(1_000);
    expect(deliveries()).toEqual(["failed"]);
    sync.retry("key-1");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.messages.map(({ text }) => text)).toEqual(["second", "first"]);
  });

  test("refresh_thatWasToldToWaitIsNotHurriedByHints", async () => {
    const { server, sync, seqs } = setUp(many(2));
    let calls = 0;
    server.onCall = () => {
      calls += 1;
      throw problem(429, "too-many-requests", { "Retry-After": "30" });
    };
    await sync.refresh();
    for (let second = 0; second < 29; second += 1) {
      expect(await sync.refresh()).toBe(false);
      await sync.resume();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(calls).toBe(1);
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seqs()).toEqual([1, 2]);
  });

  test("refresh_withoutConnectionStillComesBackAfterTheToldWait", async () => {
    const { server, sync, seqs, setReachable } = setUp(many(1));
    setReachable(false);
    server.onCall = () => {
      throw problem(503, "unavailable", { "Retry-After": "2" });
    };
    await sync.refresh();
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seqs()).toEqual([1]);
  });

  test("markRead_sendsTheHighestOnlyAndTriesAgainOnResume", async () => {
    const { server, sync, state, settle } = setUp(many(5));
    await sync.refresh();
    server.onCall = (call) => {
      if (call === "read") throw new TypeError("network");
    };
    sync.markRead(3);
    expect(state().readSeq).toBe(3);
    await settle();
    server.onCall = () => {};
    sync.markRead(2);
    await sync.resume();
    await settle();
    expect(server.reads).toEqual([3, 3]);
    sync.markRead(9);
    expect(server.reads).toEqual([3, 3]);
    expect(server.readSeq).toBe(3);
  });

  test("anyHints_lostDoubledOrLate_endComplete", async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      let random = seed;
      const next = () => {
        random = (random * 48_271) % 2_147_483_647;
        return random / 2_147_483_647;
      };
      const { server, sync, seqs, settle } = setUp(many(3));
      server.pageSize = 5;
      server.onAnswer = async () => {
        await new Promise((resolve) => setTimeout(resolve, next() * 40));
        if (next() < 0.2) throw new TypeError("network");
      };
      for (let step = 0; step < 40; step += 1) {
        if (next() < 0.5) server.write("peer", `step ${step}`);
        if (next() < 0.2) server.change(1 + Math.floor(next() * server.messages.length), `edit ${step}`);
        if (next() < 0.2) sync.send(`mine ${step}`);
        if (next() < 0.4) void sync.refresh();
        if (next() < 0.1) void sync.loadOlder();
        await vi.advanceTimersByTimeAsync(next() * 30);
      }
      server.onAnswer = () => {};
      await vi.advanceTimersByTimeAsync(60_000);
      while (sync.state.getSnapshot().pending.some(({ delivery }) => delivery.kind === "failed")) {
        for (const { key } of sync.state.getSnapshot().pending) sync.retry(key);
        await settle();
      }
      await sync.refresh();
      while (sync.state.getSnapshot().hasOlder) await sync.loadOlder();
      expect(sync.state.getSnapshot().messages).toEqual(server.messages);
      expect(seqs()).toEqual(server.messages.map((_, index) => index + 1));
      expect(sync.state.getSnapshot().pending).toEqual([]);
      sync.stop();
    }
  });
});
