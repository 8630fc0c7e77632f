import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBrowser, type FakeTab } from "../testing/fake-tabs";
import { fakeSockets } from "../testing/fake-web-socket";
import { SharedConnection } from "./shared-connection";
import type { Tabs } from "./tabs";
import { TokenKeeper } from "./token-keeper";

const HINT = { "user-id": "anna", sender: "tom", content: "new-message" };
const settle = () => vi.advanceTimersByTimeAsync(0);

function pageOf(tabs: Tabs | null, ownId = "anna", random = 0) {
  const sockets = fakeSockets();
  const onFrame = vi.fn();
  const onSignedOutElsewhere = vi.fn();
  const connection = new SharedConnection({
    ownId,
    tabs,
    url: "ws://rapport.test/ws",
    tokens: new TokenKeeper({
      getToken: async () => ({ token: `secret-of-${ownId}`, expiresAt: Date.now() + 3_600_000 }),
    }),
    openSocket: sockets.open,
    probe: async () => "reachable",
    onFrame,
    onSignedOutElsewhere,
    random: () => random,
  });
  const state = () => connection.state.getSnapshot();
  const heard = () => onFrame.mock.calls.map(([frame]) => ("content" in frame ? frame.content : frame.kind));
  return { connection, sockets, onFrame, onSignedOutElsewhere, state, heard };
}

type Page = ReturnType<typeof pageOf>;

async function begin(page: Page): Promise<Page> {
  page.connection.start();
  await settle();
  page.sockets.made.at(-1)?.ready();
  await settle();
  return page;
}

/** Two tabs of Anna: the first one leads. */
async function twoTabs() {
  const browser = new FakeBrowser();
  const tabs: [FakeTab, FakeTab] = [browser.openTab(), browser.openTab()];
  const leader = await begin(pageOf(tabs[0]));
  const follower = await begin(pageOf(tabs[1]));
  follower.onFrame.mockClear();
  return { browser, tabs, leader, follower };
}

describe("SharedConnection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("tabs_ofOnePersonShareOneSocketAndItsFrames", async () => {
    const { leader, follower } = await twoTabs();
    expect(follower.state()).toEqual({ kind: "open" });
    leader.sockets.last().frame(HINT);
    leader.sockets.last().frame({ content: "resync" });
    await settle();
    expect(follower.heard()).toEqual(["new-message", "resync"]);
    expect(leader.sockets.made).toHaveLength(1);
    expect(follower.sockets.made).toHaveLength(0);
  });

  test("follower_fetchesWhenItHearsOfAnOpenSocketForTheFirstTime", async () => {
    const browser = new FakeBrowser();
    await begin(pageOf(browser.openTab()));
    const follower = await begin(pageOf(browser.openTab()));
    expect(follower.heard()).toEqual(["ready"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(follower.heard()).toEqual(["ready"]);
  });

  test("state_ofTheLeaderIsShownByAll", async () => {
    const { leader, follower } = await twoTabs();
    leader.sockets.last().end(1006);
    await settle();
    expect(follower.state()).toEqual(leader.state());
    expect(follower.state().kind).toBe("waiting");
  });

  test("leader_thatDiesIsReplacedAtOnceAndEverybodyFetches", async () => {
    const { browser, tabs, follower } = await twoTabs();
    const third = await begin(pageOf(browser.openTab()));
    third.onFrame.mockClear();
    browser.kill(tabs[0]);
    await settle();
    expect(follower.sockets.made).toHaveLength(1);
    follower.sockets.last().ready();
    await settle();
    expect(follower.heard()).toEqual(["ready"]);
    expect(third.heard()).toEqual(["ready"]);
    expect(third.state()).toEqual({ kind: "open" });
    expect(third.sockets.made).toHaveLength(0);
  });

  test("leader_thatIsFrozenLosesTheLeadAndFollowsWhenItGoesOn", async () => {
    const { tabs, leader, follower } = await twoTabs();
    tabs[0].freeze();
    await vi.advanceTimersByTimeAsync(7_000);
    expect(follower.sockets.made).toHaveLength(1);
    follower.sockets.last().ready();
    tabs[0].thaw();
    await settle();
    expect(leader.sockets.last().close).toHaveBeenCalledWith(1000);
    leader.onFrame.mockClear();
    follower.sockets.last().frame(HINT);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(leader.heard()).toEqual(["new-message"]);
    expect(leader.sockets.made).toHaveLength(1);
    expect(follower.sockets.made).toHaveLength(1);
    expect(leader.state()).toEqual({ kind: "open" });
  });

  test("leader_thatAnswersKeepsTheLead", async () => {
    const { leader, follower } = await twoTabs();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(leader.sockets.made).toHaveLength(1);
    expect(follower.sockets.made).toHaveLength(0);
  });

  test("page_thatTheBrowserStopsHandsOverAndComesBackAsFollower", async () => {
    const { leader, follower } = await twoTabs();
    leader.connection.pause();
    await settle();
    expect(leader.sockets.last().close).toHaveBeenCalledWith(1000);
    follower.sockets.last().ready();
    await settle();
    leader.onFrame.mockClear();
    leader.connection.resume();
    await settle();
    expect(leader.heard()).toEqual(["ready"]);
    expect(leader.sockets.made).toHaveLength(1);
    follower.sockets.last().frame(HINT);
    await settle();
    expect(leader.heard()).toEqual(["ready", "new-message"]);
  });

  test("resume_withoutPauseStartsNothing", async () => {
    const page = pageOf(new FakeBrowser().openTab());
    page.connection.resume();
    await settle();
    expect(page.state().kind).toBe("idle");
  });

  test("tryNow_inAFollowerReachesTheLeader", async () => {
    const { leader, follower } = await twoTabs();
    leader.sockets.last().end(1006);
    await settle();
    follower.connection.start();
    await settle();
    expect(leader.sockets.made).toHaveLength(2);
    expect(follower.state().kind).toBe("connecting");
  });

  test("check_inAFollowerReplacesTheLeadersSocket", async () => {
    const { leader, follower } = await twoTabs();
    follower.connection.check();
    await settle();
    expect(leader.sockets.made).toHaveLength(2);
    leader.sockets.last().ready();
    expect(leader.sockets.made[0]?.close).toHaveBeenCalledWith(1000);
  });

  test("check_thatNobodyAnswersTakesTheLead", async () => {
    const { tabs, follower } = await twoTabs();
    tabs[0].freeze();
    follower.connection.check();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(follower.sockets.made).toHaveLength(1);
  });

  test("retry_thatIsLateInAHiddenLeaderIsCalledForByAFollower", async () => {
    const browser = new FakeBrowser();
    const leader = await begin(pageOf(browser.openTab(), "anna", 1));
    await begin(pageOf(browser.openTab()));
    leader.sockets.last().end(1013);
    // The clock runs ahead of the leader's timer of eight seconds, as it does for a hidden page.
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(leader.sockets.made).toHaveLength(2);
  });

  test("replaced_staysClosedInAllTabsUntilThePersonChooses", async () => {
    const { browser, tabs, leader, follower } = await twoTabs();
    leader.sockets.last().end(4409);
    await settle();
    expect(follower.state()).toEqual({ kind: "replaced" });
    browser.kill(tabs[0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(follower.state()).toEqual({ kind: "replaced" });
    expect(follower.sockets.made).toHaveLength(0);
    follower.connection.start();
    await settle();
    follower.sockets.last().ready();
    expect(follower.state()).toEqual({ kind: "open" });
  });

  test("useHere_thatAFrozenLeaderDoesNotHearIsDoneByTheTabItself", async () => {
    const { tabs, leader, follower } = await twoTabs();
    leader.sockets.last().end(4409);
    await settle();
    tabs[0].freeze();
    follower.connection.start();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(follower.sockets.made).toHaveLength(1);
  });

  test("signedOut_leaderLeavesTheLeadToATabThatIsNot", async () => {
    const { leader, follower } = await twoTabs();
    leader.connection.halt("signed-out");
    await settle();
    expect(leader.state()).toEqual({ kind: "signed-out" });
    expect(follower.sockets.made).toHaveLength(1);
    follower.sockets.last().ready();
    leader.connection.start();
    await settle();
    expect(leader.state()).toEqual({ kind: "open" });
    expect(leader.sockets.made).toHaveLength(1);
  });

  test("signOut_reachesThePersonsOtherTabsAndNobodyElse", async () => {
    const { browser, leader, follower } = await twoTabs();
    const tom = await begin(pageOf(browser.openTab(), "tom"));
    follower.connection.signOutElsewhere();
    follower.connection.halt("idle");
    await settle();
    expect(leader.onSignedOutElsewhere).toHaveBeenCalledTimes(1);
    expect(follower.onSignedOutElsewhere).not.toHaveBeenCalled();
    expect(tom.onSignedOutElsewhere).not.toHaveBeenCalled();
  });

  test("signOut_reachesATabWhoseSessionIsOver", async () => {
    const { leader, follower } = await twoTabs();
    follower.connection.halt("signed-out");
    leader.connection.signOutElsewhere();
    await settle();
    expect(follower.onSignedOutElsewhere).toHaveBeenCalledTimes(1);
  });

  test("people_inTwoTabsOfOneBrowserShareNothing", async () => {
    const browser = new FakeBrowser();
    const anna = await begin(pageOf(browser.openTab(), "anna"));
    const tom = await begin(pageOf(browser.openTab(), "tom"));
    expect(tom.sockets.last().token).toBe("secret-of-tom");
    tom.onFrame.mockClear();
    anna.sockets.last().frame(HINT);
    anna.sockets.last().end(1006);
    await settle();
    expect(tom.heard()).toEqual([]);
    expect(tom.state()).toEqual({ kind: "open" });
  });

  test("channel_carriesNoToken", async () => {
    const { browser, leader, follower } = await twoTabs();
    leader.sockets.last().frame(HINT);
    follower.connection.check();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(browser.said.length).toBeGreaterThan(5);
    expect(JSON.stringify(browser.said)).not.toContain("secret");
  });

  test("halt_ofTheLeaderLetsTheNextLeadAndHearsNothingMore", async () => {
    const { leader, follower } = await twoTabs();
    leader.onFrame.mockClear();
    leader.connection.halt("idle");
    await settle();
    follower.sockets.last().ready();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(leader.heard()).toEqual([]);
    expect(leader.state()).toEqual({ kind: "idle" });
    expect(leader.sockets.made).toHaveLength(1);
  });

  test("tab_withoutLocksHasASocketOfItsOwn", async () => {
    const pages = [await begin(pageOf(null)), await begin(pageOf(null))];
    expect(pages.map(({ sockets }) => sockets.made.length)).toEqual([1, 1]);
    expect(pages.map(({ state }) => state().kind)).toEqual(["open", "open"]);
  });

  test("tab_whoseLocksAreForbiddenHasASocketOfItsOwn", async () => {
    const tab = new FakeBrowser().openTab();
    const request = () => Promise.reject(new DOMException("sandbox", "SecurityError"));
    const locks = { request } as unknown as LockManager;
    const page = await begin(pageOf({ locks, openChannel: tab.openChannel }));
    expect(page.state()).toEqual({ kind: "open" });
  });
});
