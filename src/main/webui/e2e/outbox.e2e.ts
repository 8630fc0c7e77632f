import type { BrowserContext, Page, Route } from "playwright-core";
import { describe, expect } from "vitest";
import { fresh, test } from "./cast";
import { keptRecords } from "./kept";

const POSTS = "**/api/v1/conversations/*/messages";

/** Opens Rapport once more in the same browser, in front of the conversation with Marieke. */
async function nextPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto("/");
  await page.getByRole("button", { name: "Anna de Vries" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Marieke Jansen" }).click();
  await page.getByRole("heading", { level: 1, name: "Marieke Jansen" }).waitFor();
  return page;
}

const message = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });

describe("what is written is not lost", () => {
  test("closedPage_keepsWhatWaitsAndTheDraftAndSendsOnceInOrder", async ({ anna, marieke }) => {
    const texts = [1, 2, 3].map((number) => fresh(`Written offline ${number}`));
    await anna.context.setOffline(true);
    await anna.page.getByRole("main").getByText("No internet.").waitFor();
    for (const text of texts) await anna.send(text);
    await anna.composer.fill("Half a thought");
    await expect.poll(() => keptRecords(anna.page, "pending")).toBe(3);
    await expect.poll(() => keptRecords(anna.page, "drafts")).toBe(1);
    await anna.page.close();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await anna.context.route(POSTS, async (route: Route) => {
      if (route.request().method() === "POST") await held;
      await route.fallback();
    });
    await anna.context.setOffline(false);
    const page = await nextPage(anna.context);
    for (const text of texts) await message(page, text).waitFor();
    await message(page, texts[2] ?? "")
      .getByText("Not yet sent")
      .waitFor({ state: "attached" });
    expect(await page.getByRole("textbox").inputValue()).toBe("Half a thought");
    release();
    for (const text of texts) await marieke.message(text).waitFor();
    await message(page, texts[2] ?? "")
      .getByText("Read", { exact: true })
      .waitFor();
    const shown = await marieke.messages.allInnerTexts();
    expect(texts.map((text) => shown.filter((each) => each.includes(text)).length)).toEqual([1, 1, 1]);
    const places = texts.map((text) => shown.findIndex((each) => each.includes(text)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await expect.poll(() => keptRecords(page, "pending")).toBe(0);
    await anna.context.unroute(POSTS);
    await page.close();
  });

  test("pageClosedBeforeTheAnswer_makesOneMessage", async ({ anna, marieke }) => {
    const text = fresh("Stored, but nobody was told.");
    const page = await nextPage(anna.context);
    const keys: (string | undefined)[] = [];
    await anna.context.route(POSTS, async (route: Route) => {
      if (route.request().method() !== "POST") return route.fallback();
      keys.push(route.request().headers()["idempotency-key"]);
      if (keys.length > 1) return route.fallback();
      await route.fetch();
      await page.close();
    });
    await page.getByRole("textbox").fill(text);
    await page.getByRole("textbox").press("Enter");
    await marieke.message(text).waitFor();
    await expect.poll(() => page.isClosed()).toBe(true);
    const next = await nextPage(anna.context);
    await message(next, text).getByText("Read", { exact: true }).waitFor();
    await expect.poll(() => keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
    expect(await message(next, text).count()).toBe(1);
    expect(await marieke.message(text).count()).toBe(1);
    await anna.context.unroute(POSTS);
    await next.close();
  });

  test("tabThatIsClosed_leavesItsMessagesToTheOtherTab", async ({ anna, marieke }) => {
    const text = fresh("Written in one tab, sent by the other.");
    const [one, other] = [await nextPage(anna.context), await nextPage(anna.context)];
    await anna.context.setOffline(true);
    await one.getByRole("textbox").fill(text);
    await one.getByRole("textbox").press("Enter");
    await message(other, text).waitFor();
    await one.close();
    await anna.context.setOffline(false);
    // A call that the change of networks caught is given up after 20 s, and made again.
    await marieke.message(text).waitFor({ timeout: 30_000 });
    await message(other, text).getByText("Read", { exact: true }).waitFor();
    expect(await marieke.message(text).count()).toBe(1);
    expect(await message(other, text).count()).toBe(1);
    await other.close();
  });

  test("signOut_leavesNothingInTheBrowser", async ({ anna }) => {
    const page = await nextPage(anna.context);
    await page.getByRole("textbox").fill("Nobody shall find this");
    await expect.poll(() => keptRecords(page, "drafts")).toBe(1);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Anna de Vries" }).waitFor();
    await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    await page.close();
  });

  test("console_hasNoErrorsAfterAllThat", ({ anna, marieke }) => {
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
  });
});
