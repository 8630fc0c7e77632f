import type { BrowserContext } from "playwright-core";
import { describe, expect } from "vitest";
import { fresh, test } from "./cast";
import { Person } from "./person";

const READY = '{"content":"ready"}';

async function tabOf(context: BrowserContext, name: string): Promise<Person> {
  const person = await Person.inNewTab(context);
  await person.signIn(name);
  return person;
}

describe("several tabs of one browser", () => {
  let context: BrowserContext;
  let first: Person;
  let second: Person;

  test.beforeEach(async ({ browser }) => {
    first = await Person.signedIn(browser, "Anna de Vries");
    context = first.context;
    await first.open("Marieke Jansen");
    await expect.poll(() => first.sockets.length).toBe(1);
    second = await tabOf(context, "Anna de Vries");
    await second.open("Marieke Jansen");
    return () => context.close();
  });

  test("tabs_ofOnePersonShareOneSocketAndBothGetWhatIsSent", async ({ marieke }) => {
    const text = fresh("For both of your tabs.");
    await marieke.send(text);
    await Promise.all([first.message(text).waitFor(), second.message(text).waitFor()]);
    const answer = fresh("From the tab without a socket.");
    await second.send(answer);
    await Promise.all([first.message(answer).waitFor(), marieke.message(answer).waitFor()]);
    expect(first.sockets).toHaveLength(1);
    expect(second.sockets).toHaveLength(0);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  test("leader_thatIsClosedIsReplacedWithinASecond", async ({ marieke }) => {
    const served = second.page
      .waitForEvent("websocket")
      .then((socket) => socket.waitForEvent("framereceived", ({ payload }) => payload === READY))
      .then(() => performance.now());
    await first.page.close();
    const closed = performance.now();
    expect((await served) - closed).toBeLessThan(1_000);
    const text = fresh("To the tab that is left.");
    await marieke.send(text);
    await second.message(text).waitFor();
    expect(second.sockets).toHaveLength(1);
  });

  test("leader_thatStandsStillLosesTheLeadAndFollowsWhenItGoesOn", async ({ marieke }) => {
    const debug = await context.newCDPSession(first.page);
    await debug.send("Debugger.enable");
    await debug.send("Debugger.pause");
    await expect.poll(() => second.sockets.length, { timeout: 20_000 }).toBe(1);
    await debug.send("Debugger.resume");
    await expect.poll(() => first.sockets[0]?.isClosed()).toBe(true);
    const text = fresh("After you stood still.");
    await marieke.send(text);
    await Promise.all([first.message(text).waitFor(), second.message(text).waitFor()]);
    expect(first.sockets).toHaveLength(1);
  });

  test("people_inTwoTabsDoNotMix", async ({ marieke }) => {
    const tom = await tabOf(context, "Tom Peeters");
    await expect.poll(() => tom.sockets.length).toBe(1);
    const heard: string[] = [];
    tom.sockets[0]?.on("framereceived", ({ payload }) => heard.push(String(payload)));
    const text = fresh("For Anna's eyes.");
    await marieke.send(text);
    await Promise.all([first.message(text).waitFor(), second.message(text).waitFor()]);
    // The socket's greeting may come late; nothing else may come.
    expect(heard.filter((frame) => frame !== READY)).toEqual([]);
    expect(await tom.page.getByText(text).count()).toBe(0);
    expect(first.sockets).toHaveLength(1);
  });

  test("signOut_reachesThePersonsOtherTabsAndNobodyElse", async () => {
    const tom = await tabOf(context, "Tom Peeters");
    await first.page.getByRole("button", { name: "Sign out" }).click();
    for (const tab of [first, second]) {
      await tab.page.getByRole("button", { name: "Anna de Vries" }).waitFor();
      expect(await tab.page.evaluate(() => sessionStorage.length)).toBe(0);
    }
    expect(await tom.page.getByRole("button", { name: "Sign out" }).isVisible()).toBe(true);
  });
});
