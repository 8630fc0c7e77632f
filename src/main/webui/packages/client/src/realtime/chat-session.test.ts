import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBrowser } from "../testing/fake-browser";
import { FakeConversation } from "../testing/fake-conversation";
import { fakeSockets } from "../testing/fake-web-socket";
import { ChatSession } from "./chat-session";
import type { SharedOutbox } from "./keep";
import { TokenKeeper } from "./token-keeper";

async function setUp(shared: SharedOutbox | null = null) {
  const server = new FakeConversation();
  const sockets = fakeSockets();
  const tokens = new TokenKeeper({
    getToken: async () => ({ token: "token", expiresAt: Date.now() + 3_600_000 }),
  });
  const session = new ChatSession({
    ownId: "me",
    transport: server,
    shared,
    url: "ws://rapport.test/ws",
    tokens,
    openSocket: sockets.open,
    probe: async () => "reachable",
    random: () => 0,
  });
  const onListStale = vi.fn();
  const kind = () => session.connection.state.getSnapshot().kind;
  session.onListStale(onListStale);
  session.start();
  const conversation = session.conversation("peer");
  await vi.advanceTimersByTimeAsync(0);
  sockets.last().ready();
  await vi.advanceTimersByTimeAsync(0);
  onListStale.mockClear();
  const texts = () => conversation.state.getSnapshot().messages.map(({ text }) => text);
  return {
    server,
    sockets,
    session,
    tokens,
    onListStale,
    kind,
    texts,
    settle: () => vi.advanceTimersByTimeAsync(0),
  };
}

function show(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("ChatSession", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(["new-message", "own-message", "read", "message-changed", "assignment"])(
    "notification_%s_fetchesItsConversationAndTheList",
    async (content) => {
      const { server, sockets, onListStale, texts, settle } = await setUp();
      server.write("peer", "hello");
      sockets.last().frame({ "user-id": "me", sender: "peer", content });
      await settle();
      expect(texts()).toEqual(["hello"]);
      expect(onListStale).toHaveBeenCalled();
    },
  );

  test("presence_fetchesTheListAndNoMessages", async () => {
    const { server, sockets, onListStale, settle } = await setUp();
    const calls = server.sinceCalls.length;
    sockets.last().frame({ "user-id": "me", sender: "peer", content: "presence" });
    await settle();
    expect(onListStale).toHaveBeenCalledTimes(1);
    expect(server.sinceCalls).toHaveLength(calls);
  });

  test("typing_isKnownUntilTheMessageComesAndFetchesNothing", async () => {
    const { server, sockets, session, onListStale, settle } = await setUp();
    const calls = server.sinceCalls.length;
    const frame = (content: string) => sockets.last().frame({ "user-id": "me", sender: "peer", content });
    frame("typing");
    await settle();
    expect([...session.typing.getSnapshot()]).toEqual(["peer"]);
    expect(onListStale).not.toHaveBeenCalled();
    expect(server.sinceCalls).toHaveLength(calls);
    frame("new-message");
    expect([...session.typing.getSnapshot()]).toEqual([]);
  });

  test("networkThatIsGoneBeforeItsSocket_failsNoMessage", async () => {
    const { server, session, kind, settle } = await setUp();
    const conversation = session.conversation("peer");
    const deliveries = () => conversation.state.getSnapshot().pending.map(({ delivery }) => delivery.kind);
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    server.onCall = () => {
      throw new TypeError("network");
    };
    conversation.send("written in a tunnel");
    await settle();
    for (let tries = 0; tries < 5; tries += 1) {
      await conversation.resume();
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(kind()).toBe("open");
    expect(deliveries()).toEqual(["queued"]);
    vi.restoreAllMocks();
    server.onCall = () => {};
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["written in a tunnel"]);
  });

  test("unsent_ofAnEarlierPageGoesOutWithoutOpeningItsConversation", async () => {
    const browser = new FakeBrowser();
    const earlier = browser.openTab();
    await earlier.shared.vault.add("someone", {
      key: "key-1",
      text: "left behind",
      createdAt: Date.now(),
      queuedAt: Date.now(),
      afterSeq: 0,
      attempts: 0,
      notBefore: 0,
      delivery: { kind: "queued" },
    });
    earlier.kill();
    const { server, session, settle } = await setUp(browser.openTab().shared);
    await settle();
    expect(server.posts).toEqual([{ key: "key-1", text: "left behind" }]);
    expect(session.opened.getSnapshot().has("someone")).toBe(true);
  });

  test("notification_ofAnotherConversationFetchesOnlyTheList", async () => {
    const { server, sockets, onListStale } = await setUp();
    const calls = server.sinceCalls.length;
    sockets.last().frame({ "user-id": "me", sender: "someone", content: "new-message" });
    expect(onListStale).toHaveBeenCalledTimes(1);
    expect(server.sinceCalls).toHaveLength(calls);
  });

  test.each(["ready", "resync"])("%s_fetchesEverything", async (content) => {
    const { server, sockets, onListStale, texts, settle } = await setUp();
    server.write("peer", "missed");
    sockets.last().frame({ content });
    await settle();
    expect(texts()).toEqual(["missed"]);
    expect(onListStale).toHaveBeenCalled();
  });

  test.each([
    ["visibilitychange", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["pageshow", () => dispatchEvent(new Event("pageshow"))],
    ["online", () => dispatchEvent(new Event("online"))],
  ])("%s_fetchesEverything", async (_name, happen) => {
    const { server, texts, settle } = await setUp();
    server.write("peer", "missed");
    happen();
    await settle();
    expect(texts()).toEqual(["missed"]);
  });

  test.each(["typing", "session-revoked", "something-new"])(
    "notification_%s_fetchesNothing",
    async (content) => {
      const { server, sockets, onListStale, settle } = await setUp();
      const calls = server.sinceCalls.length;
      sockets.last().frame({ "user-id": "me", sender: "peer", content });
      await settle();
      expect(server.sinceCalls).toHaveLength(calls);
      expect(onListStale).not.toHaveBeenCalled();
    },
  );

  test("visible_withAQuietAndOpenSocketKeepsIt", async () => {
    const { sockets, settle } = await setUp();
    show("visible");
    await settle();
    expect(sockets.made).toHaveLength(1);
  });

  test("visible_thatFindsWhatNoNotificationToldReplacesTheSocket", async () => {
    const { server, sockets, settle } = await setUp();
    server.write("peer", "missed");
    show("visible");
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test("visible_afterALongTimeHiddenReplacesTheSocket", async () => {
    const { sockets, kind, settle } = await setUp();
    show("hidden");
    vi.setSystemTime(Date.now() + 31_000);
    show("visible");
    await settle();
    expect(sockets.made).toHaveLength(2);
    expect(kind()).toBe("open");
  });

  test("visible_whileWaitingTriesAtOnce", async () => {
    const { sockets, settle } = await setUp();
    sockets.last().end(1006);
    show("visible");
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test("sleep_isFoundByItsGapInTheTimer", async () => {
    const { sockets } = await setUp();
    vi.setSystemTime(Date.now() + 91_000);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sockets.made).toHaveLength(2);
  });

  test("online_asksForWhatWasMissedBeforeItRepairsTheSocket", async () => {
    const { server, sockets, settle } = await setUp();
    let socketsWhenAsked = 0;
    server.onCall = () => {
      socketsWhenAsked = sockets.made.length;
    };
    dispatchEvent(new Event("online"));
    await settle();
    expect(socketsWhenAsked).toBe(1);
    expect(sockets.made).toHaveLength(2);
  });

  test("page_thatTheBrowserStopsAndGoesOnWithHasANewSocket", async () => {
    const { sockets, kind, settle } = await setUp();
    dispatchEvent(new Event("pagehide"));
    expect(sockets.last().close).toHaveBeenCalledWith(1000);
    dispatchEvent(new Event("pageshow"));
    await settle();
    sockets.last().ready();
    expect(sockets.made).toHaveLength(2);
    expect(kind()).toBe("open");
  });

  test("slowTimer_findsWhatNoNotificationToldAndReplacesTheSocket", async () => {
    const { server, sockets, texts } = await setUp();
    server.write("peer", "silent");
    await vi.advanceTimersByTimeAsync(61_000);
    expect(texts()).toEqual(["silent"]);
    expect(sockets.made).toHaveLength(2);
  });

  test("list_withAnOpenConversationOpensTheSocketAgain", async () => {
    const { sockets, session, settle } = await setUp();
    sockets.last().end(4403);
    session.reviewList(false);
    await settle();
    expect(sockets.made).toHaveLength(1);
    session.reviewList(true);
    await settle();
    expect(sockets.made).toHaveLength(2);
  });

  test("signedOut_closesTheSocketAndSigningInOpensItAgain", async () => {
    const { sockets, session, tokens, settle } = await setUp();
    tokens.endSession();
    expect(session.connection.state.getSnapshot().kind).toBe("signed-out");
    await tokens.signInAgain();
    await settle();
    sockets.last().ready();
    expect(session.connection.state.getSnapshot().kind).toBe("open");
  });

  test("stop_fetchesNothingMore", async () => {
    const { server, session, onListStale } = await setUp();
    session.stop();
    const calls = server.sinceCalls.length;
    onListStale.mockClear();
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(server.sinceCalls).toHaveLength(calls);
    expect(onListStale).not.toHaveBeenCalled();
  });
});
