import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBrowser, type FakeTab } from "../testing/fake-browser";
import { FakeConversation, problem } from "../testing/fake-conversation";
import { ConversationSync } from "./conversation-sync";
import { timeline } from "./timeline";

const DAY = 24 * 3_600_000;

function setUp() {
  const server = new FakeConversation();
  const browser = new FakeBrowser();
  let keys = 0;
  let reachable = true;
  const open = (tab: FakeTab = browser.openTab()) => {
    const sync = new ConversationSync({
      peerId: "peer",
      transport: server,
      isReachable: () => reachable,
      onListStale: () => undefined,
      shared: tab.shared,
      newKey: () => {
        keys += 1;
        return `key-${keys}`;
      },
      random: () => 0,
    });
    tab.shared.tabs.listen((news) => sync.hear(news));
    void sync.refresh();
    const rows = () => timeline(sync.state.getSnapshot(), "me");
    const shown = () => rows().map(({ text, delivery }) => (delivery ? `${text} (${delivery.kind})` : text));
    const crash = () => {
      tab.kill();
      sync.stop();
    };
    return { sync, shown, rows, crash };
  };
  const network = (up: boolean) => {
    reachable = up;
    server.onCall = () => {
      if (!up) throw new TypeError("network");
    };
  };
  const posted = () => server.posts.map(({ key, text }) => `${key}: ${text}`);
  return { server, browser, open, network, posted, settle: () => vi.advanceTimersByTimeAsync(0) };
}

describe("Outbox that is kept", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("reload_keepsTextsKeysAndOrderAndSendsThem", async () => {
    const { server, open, network, posted, settle } = setUp();
    network(false);
    const before = open();
    for (const text of ["a", "b", "c"]) before.sync.send(text);
    await settle();
    before.crash();
    const after = open();
    await settle();
    expect(after.shown()).toEqual(["a (queued)", "b (queued)", "c (queued)"]);
    server.posts.length = 0;
    network(true);
    await after.sync.resume();
    await settle();
    expect(posted()).toEqual(["key-1: a", "key-2: b", "key-3: c"]);
    expect(after.shown()).toEqual(["a", "b", "c"]);
  });

  test("crashBeforeTheAnswer_sendsAgainUnderTheSameKeyAndMakesOneMessage", async () => {
    const { server, browser, open, posted, settle } = setUp();
    const before = open();
    await settle();
    server.onAnswer = (call) => (call === "send" ? new Promise(() => undefined) : undefined);
    before.sync.send("once");
    await settle();
    before.crash();
    server.onAnswer = () => {};
    const after = open();
    await settle();
    expect(posted()).toEqual(["key-1: once", "key-1: once"]);
    expect(server.messages).toHaveLength(1);
    expect(after.shown()).toEqual(["once"]);
    expect(browser.kept).toEqual([]);
  });

  test("message_isKeptBeforeItIsSent", async () => {
    const { server, browser, open, settle } = setUp();
    browser.storeDelay = (work) => (work === "write" ? 20 : 0);
    const { sync } = open();
    await vi.advanceTimersByTimeAsync(100);
    let keptAtPost = 0;
    server.onCall = (call) => {
      if (call === "send") keptAtPost = browser.kept.length;
    };
    sync.send("first kept");
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(server.messages).toHaveLength(1);
    expect(keptAtPost).toBe(1);
  });

  test("failedOne_isStillThereAfterAReloadWithItsReasonAndItsWays", async () => {
    const { server, open, settle } = setUp();
    server.onCall = (call) => {
      if (call === "send") throw problem(413, "too-large");
    };
    const before = open();
    before.sync.send("too long");
    before.sync.send("as well");
    await settle();
    before.crash();
    const { sync, rows, shown } = open();
    await settle();
    expect(rows().map(({ delivery }) => delivery)).toEqual([
      { kind: "failed", reason: "too-long" },
      { kind: "failed", reason: "too-long" },
    ]);
    expect(server.posts).toHaveLength(2);
    server.onCall = () => {};
    sync.retry("key-2");
    await settle();
    expect(shown()).toEqual(["as well", "too long (failed)"]);
    sync.discard("key-1");
    await settle();
    const again = open();
    await settle();
    expect(again.shown()).toEqual(["as well"]);
  });

  test("oneThatWaitedForADay_isNotSentByItself", async () => {
    const { server, open, network, settle } = setUp();
    network(false);
    const before = open();
    before.sync.send("yesterday");
    await settle();
    before.crash();
    await vi.advanceTimersByTimeAsync(DAY + 1);
    network(true);
    server.posts.length = 0;
    const { sync, rows, shown } = open();
    await settle();
    await sync.resume();
    expect(rows().map(({ delivery }) => delivery)).toEqual([{ kind: "failed", reason: "expired" }]);
    expect(server.posts).toEqual([]);
    sync.retry("key-1");
    await settle();
    expect(shown()).toEqual(["yesterday"]);
  });

  test("toldWait_holdsAfterAReloadAndInOtherTabs", async () => {
    const { server, open, settle } = setUp();
    const before = open();
    server.onCall = (call) => {
      if (call === "send") throw problem(429, "too-many-requests", { "Retry-After": "30" });
    };
    before.sync.send("patience");
    before.sync.send("too");
    await settle();
    const other = open();
    await settle();
    before.crash();
    const after = open();
    for (let second = 0; second < 29; second += 1) {
      await Promise.all([after.sync.resume(), other.sync.resume()]);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(server.posts).toHaveLength(1);
    server.onCall = () => {};
    await vi.advanceTimersByTimeAsync(1_500);
    expect(server.messages.map(({ text }) => text)).toEqual(["patience", "too"]);
    expect(after.shown()).toEqual(["patience", "too"]);
    expect(other.shown()).toEqual(["patience", "too"]);
  });

  test("slowStore_doesNotLetAMessageLieThatIsDueWhenItIsWritten", async () => {
    const { server, browser, open } = setUp();
    const { sync, shown } = open();
    await vi.advanceTimersByTimeAsync(0);
    let refused = 0;
    server.onCall = (call) => {
      if (call !== "send" || refused === 1) return;
      refused += 1;
      browser.storeDelay = (work) => (work === "write" ? 5_000 : 0);
      throw problem(500, "internal");
    };
    sync.send("slowly kept");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.messages.map(({ text }) => text)).toEqual(["slowly kept"]);
    expect(shown()).toEqual(["slowly kept"]);
  });

  test("clockSetBack_doesNotHoldAMessageForEver", async () => {
    const { server, open, settle } = setUp();
    const { sync } = open();
    server.onCall = (call) => {
      if (call === "send" && server.posts.length === 1)
        throw problem(429, "too-many-requests", { "Retry-After": "30" });
    };
    sync.send("text");
    await settle();
    vi.setSystemTime(Date.now() - DAY);
    await sync.resume();
    await settle();
    expect(server.messages).toHaveLength(1);
  });

  test("fullStore_leavesMessagesInMemoryAndTheyAreSent", async () => {
    const { server, browser, open, network, settle } = setUp();
    network(false);
    browser.storeFull = true;
    const { sync, shown } = open();
    sync.send("not kept");
    await settle();
    expect(shown()).toEqual(["not kept (queued)"]);
    network(true);
    await sync.resume();
    await settle();
    expect(server.messages).toHaveLength(1);
    expect(shown()).toEqual(["not kept"]);
  });
});

describe("Outbox in several tabs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("tabs_showTheSameAndSendOneAtATime", async () => {
    const { server, open, posted, settle } = setUp();
    const [one, other] = [open(), open()];
    let flying = 0;
    let most = 0;
    server.onCall = async (call) => {
      if (call !== "send") return;
      flying += 1;
      most = Math.max(most, flying);
      await new Promise((resolve) => setTimeout(resolve, 50));
      flying -= 1;
    };
    one.sync.send("a");
    await settle();
    expect(other.shown()).toEqual(["a (queued)"]);
    other.sync.send("b");
    one.sync.send("c");
    await vi.advanceTimersByTimeAsync(500);
    expect(most).toBe(1);
    expect(posted()).toEqual(["key-1: a", "key-2: b", "key-3: c"]);
    expect(one.shown()).toEqual(["a", "b", "c"]);
    expect(other.shown()).toEqual(["a", "b", "c"]);
    // A row is the same one before and after, in either tab.
    expect(other.rows().map(({ key }) => key)).toEqual(["key-1", "key-2", "key-3"]);
  });

  test("tabThatDiesWhileSending_isFollowedByAnother", async () => {
    const { server, open, posted, settle } = setUp();
    const [one, other] = [open(), open()];
    await settle();
    server.onAnswer = (call) => (call === "send" ? new Promise(() => undefined) : undefined);
    one.sync.send("a");
    one.sync.send("b");
    await settle();
    server.onAnswer = () => {};
    one.crash();
    await settle();
    expect(posted()).toEqual(["key-1: a", "key-1: a", "key-2: b"]);
    expect(server.messages.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(other.shown()).toEqual(["a", "b"]);
  });

  test("tabThatIsFrozenWhileSending_isOvertakenAfterAMinute", async () => {
    const { server, open, settle } = setUp();
    const [one, other] = [open(), open()];
    await settle();
    let release = () => {};
    server.onCall = (call) => {
      const first = call === "send" && server.posts.length === 1;
      return first ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    };
    one.sync.send("a");
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.messages).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(other.shown()).toEqual(["a"]);
    release();
    await settle();
    await one.sync.refresh();
    expect(server.messages).toHaveLength(1);
    expect(one.shown()).toEqual(["a"]);
    one.sync.send("b");
    await settle();
    expect(other.shown()).toEqual(["a", "b"]);
  });

  test("failure_countsOnceForAllTabs", async () => {
    const { server, browser, open } = setUp();
    browser.storeDelay = (work) => (work === "write" ? 20 : 0);
    const tabs = [open(), open(), open(), open()];
    server.onCall = (call) => {
      if (call === "send") throw problem(500, "internal");
    };
    tabs[0]?.sync.send("a");
    await vi.advanceTimersByTimeAsync(400);
    expect(server.posts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.posts).toHaveLength(3);
    for (const { shown } of tabs) expect(shown()).toEqual(["a (failed)"]);
  });

  test("failedOne_thatOneTabDeletesOrSendsIsGoneInAll", async () => {
    const { server, open, settle } = setUp();
    const [one, other] = [open(), open()];
    server.onCall = (call) => {
      if (call === "send") throw problem(403, "forbidden");
    };
    one.sync.send("a");
    one.sync.send("b");
    await settle();
    expect(other.shown()).toEqual(["a (failed)", "b (failed)"]);
    server.onCall = () => {};
    other.sync.discard("key-1");
    await settle();
    expect(one.shown()).toEqual(["b (failed)"]);
    other.sync.retry("key-2");
    await settle();
    expect(one.shown()).toEqual(["b"]);
  });

  test("channel_carriesNoText", async () => {
    const { browser, open, settle } = setUp();
    const { sync } = open();
    sync.send("a secret");
    await settle();
    expect(browser.told.length).toBeGreaterThan(1);
    expect(JSON.stringify(browser.told)).not.toContain("secret");
  });
});
