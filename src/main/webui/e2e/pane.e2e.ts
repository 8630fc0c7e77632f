import { describe, expect } from "vitest";
import { fresh, test } from "./cast";
import { crowd } from "./crowd";
import { Person } from "./person";

/** The menu stands beside its message. */
const row = (person: Person, text: string) => person.page.getByRole("listitem").filter({ hasText: text });
const MENU = "What to do with this message";

describe("changing what was sent", () => {
  test("edit_byKeyboardReachesTheOtherPerson", async ({ anna, marieke }) => {
    const [before, after] = [fresh("Tusday then?"), fresh("Tuesday then?")];
    await anna.send(before);
    await marieke.message(before).waitFor();
    await anna.composer.press("ArrowUp");
    await anna.page.keyboard.press("Enter");
    await anna.page.getByRole("menuitem", { name: "Copy" }).waitFor();
    await anna.page.keyboard.press("ArrowDown");
    await anna.page.keyboard.press("Enter");
    const editor = anna.page.getByRole("textbox", { name: "Edit this message" });
    expect(await editor.inputValue()).toBe(before);
    await editor.fill(after);
    await editor.press("Enter");
    await marieke
      .message(after)
      .getByText(/^Edited /)
      .waitFor();
    await anna
      .message(after)
      .getByText(/^Edited /)
      .waitFor();
    expect(await marieke.message(before).count()).toBe(0);
    // The message kept its place and the focus.
    expect(await anna.messages.last().evaluate((last) => last === document.activeElement)).toBe(true);
    await anna.screenshot("chat-desktop-edited");
  });

  test("deletion_takesTheTextFromBoth", async ({ anna, marieke }) => {
    const text = fresh("This was for somebody else.");
    await anna.send(text);
    await marieke.message(text).waitFor();
    await anna.message(text).hover();
    await row(anna, text).getByRole("button", { name: MENU }).click();
    await anna.page.getByRole("menuitem", { name: "Delete" }).click();
    await anna.screenshot("chat-desktop-delete");
    await anna.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    for (const person of [anna, marieke]) {
      await person.message(text).waitFor({ state: "detached" });
      expect(await person.messages.last().innerText()).toContain("Message deleted");
    }
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
  });

  test("dialog_givesTheFocusBack", async ({ anna }) => {
    const text = fresh("This one stays.");
    await anna.send(text);
    await row(anna, text).getByRole("button", { name: MENU }).waitFor({ state: "attached" });
    await anna.composer.press("ArrowUp");
    await anna.page.keyboard.press("Enter");
    await anna.page.keyboard.press("End");
    await anna.page.keyboard.press("Enter");
    await anna.page.getByRole("dialog").waitFor();
    await anna.page.keyboard.press("Escape");
    await anna.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await anna.messages.last().evaluate((last) => last === document.activeElement)).toBe(true);
    await anna.page.keyboard.press("Escape");
    expect(await anna.composer.evaluate((field) => field === document.activeElement)).toBe(true);
  });
});

describe("a long conversation among many", () => {
  let marieke: Person;
  const scroller = () => marieke.page.getByRole("region", { name: "Conversation with Person 0" });
  const inSight = (text: string) => marieke.message(text).evaluate(isInSight);

  test.beforeAll(async ({ browser }) => {
    marieke = await Person.visiting(browser);
    await crowd(marieke.page, { ownId: "marieke", conversations: 1_000, messages: 700, unread: 80 });
    await marieke.signIn("Marieke Jansen");
  });

  test("list_holdsAllAndIsFoundByNameAndKeys", async () => {
    await expect.poll(() => marieke.page.locator(".rows a").count()).toBe(1_000);
    await marieke.page.getByRole("searchbox").fill("person 999");
    await expect.poll(() => marieke.page.locator(".rows a").count()).toBe(1);
    await marieke.page.getByRole("searchbox").press("Escape");
    await expect.poll(() => marieke.page.locator(".rows a").count()).toBe(1_000);
    await marieke.page.getByRole("searchbox").press("ArrowDown");
    await marieke.page.keyboard.press("End");
    const last = marieke.page.locator(".rows a").last();
    expect(await last.evaluate((row) => row === document.activeElement)).toBe(true);
    await expect.poll(() => last.evaluate(isInSight)).toBe(true);
  });

  test("opening_isAtTheFirstUnreadMessage", async () => {
    await marieke.open("Person 0");
    await marieke.page.getByText("New", { exact: true }).waitFor();
    expect(await inSight("621. ")).toBe(true);
    expect(await inSight("700. ")).toBe(false);
  });

  test("history_doesNotMoveTheReaderByAPixel", async () => {
    const { page } = marieke;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/messages?before=*", async (route) => {
      await held;
      await route.fallback();
    });
    await scroller().evaluate((element) => element.scrollTo(0, 100));
    await page.getByText("Loading earlier messages").waitFor();
    const before = await marieke.messages.count();
    const read = await marieke.messages.nth(2).elementHandle();
    // In every picture that the browser draws, not only in the last one.
    const drawn = await page.evaluateHandle((article) => {
      const tops = new Set<number>();
      const look = () => {
        tops.add(article?.getBoundingClientRect().top ?? Number.NaN);
        requestAnimationFrame(look);
      };
      look();
      return tops;
    }, read);
    release();
    await expect.poll(() => marieke.messages.count()).toBeGreaterThan(before);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    // Rows stand at fractions of a pixel and scrolling stops at whole ones; rounded, half a pixel could look like one.
    expect(await drawn.evaluate((tops) => Math.max(...tops) - Math.min(...tops))).toBeLessThan(1);
    await page.unroute("**/messages?before=*");
  });

  test("home_loadsEarlierOnesAndTheReaderStays", async () => {
    await marieke.composer.press("ArrowUp");
    await marieke.page.keyboard.press("Home");
    const first = await marieke.page.evaluate(() => document.activeElement?.textContent ?? "");
    await expect
      .poll(async () => (await marieke.messages.first().innerText()).includes(first.slice(0, 40)))
      .toBe(false);
    expect(await marieke.page.evaluate(() => document.activeElement?.textContent)).toBe(first);
  });

  test("composer_growsWithItsTextAndCoversNoMessage", async () => {
    const lines = Array.from({ length: 5 }, (_, index) => `Line ${index + 1}`).join("\n");
    const edges = () =>
      scroller().evaluate((list) => ({
        messages: list.getBoundingClientRect().bottom,
        composer: document.querySelector(".composer")?.getBoundingClientRect().top ?? 0,
      }));
    const before = await edges();
    await marieke.composer.fill(lines);
    await expect.poll(async () => (await edges()).composer).toBeLessThan(before.composer - 60);
    const grown = await edges();
    expect(grown.messages).toBeLessThanOrEqual(grown.composer);
    await marieke.composer.fill("");
    await expect.poll(edges).toEqual(before);
  });

  test("pages_areCappedAndTheWayToTheNewestIsShort", async () => {
    await scroller().hover();
    let most = 0;
    await expect
      .poll(
        async () => {
          await marieke.page.mouse.wheel(0, -6_000);
          most = Math.max(most, await marieke.messages.count());
          return marieke.page.getByText("Start of conversation").isVisible();
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    expect(most).toBe(150);
    expect(await marieke.messages.first().innerText()).toContain("1. ");
    // Downwards it goes on as well.
    await expect
      .poll(
        async () => {
          await marieke.page.mouse.wheel(0, 20_000);
          return marieke.message("700. ").count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    await marieke.page.mouse.wheel(0, -40_000);
    await expect.poll(() => inSight("700. ")).toBe(false);
    await marieke.page.keyboard.press("Control+Alt+End");
    await expect.poll(() => inSight("700. ")).toBe(true);
  });

  test("ownMessage_isShownWhereverOneWas", async () => {
    await marieke.page.mouse.wheel(0, -20_000);
    await expect.poll(() => inSight("700. ").catch(() => false)).toBe(false);
    const text = fresh("Written from far above.");
    await marieke.send(text);
    await expect.poll(() => inSight(text)).toBe(true);
  });

  test("regions_areReachedByF6", async () => {
    await marieke.composer.focus();
    const region = () =>
      marieke.page.evaluate(() => document.activeElement?.closest("[data-region]")?.className ?? "");
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await marieke.page.keyboard.press("F6");
      seen.push(await region());
    }
    expect(seen).toEqual(["side-list", "account-bar", "scroller", "composer"]);
  });

  test("neighbours_areOpenedByAltAndArrows", async () => {
    await marieke.composer.press("Alt+ArrowDown");
    await marieke.page.getByRole("heading", { level: 1, name: "Person 1", exact: true }).waitFor();
    await marieke.page.keyboard.press("Alt+ArrowUp");
    await marieke.page.getByRole("heading", { level: 1, name: "Person 0", exact: true }).waitFor();
  });

  test("keys_areShownByTheQuestionMark", async () => {
    await marieke.composer.press("ArrowUp");
    await marieke.page.keyboard.press("?");
    await marieke.page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await marieke.screenshot("keyboard-desktop");
    await marieke.page.keyboard.press("Escape");
    await marieke.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(marieke.complaints).toEqual([]);
  });
});

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const frame = element.closest(".scroller, .side-list")?.getBoundingClientRect();
  return frame !== undefined && bottom > frame.top && top < frame.bottom;
}
