import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "./cast";
import { Person } from "./person";

const MOST_STOPS = 40;

const isFocused = (place: Locator) =>
  place.evaluateAll((elements) => elements.some((element) => element === document.activeElement));

/** Goes on with Tab until the place has the focus, and sees that each stop on the way shows it. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const isSeen = (each: Element) => getComputedStyle(each).outlineStyle !== "none";
      const seen = isSeen(element) || (element.parentElement !== null && isSeen(element.parentElement));
      return seen ? null : element.outerHTML.slice(0, 200);
    });
    expect(unseen).toBeNull();
    if (await isFocused(place)) return;
  }
  throw new Error(`Tab does not lead to ${place}`);
}

describe("without a mouse", () => {
  test("everything_isReachedFromSignInToSignOut", async ({ browser, marieke }) => {
    const { page, context } = await Person.visiting(browser);
    const button = (name: string) => page.getByRole("button", { name });
    const composer = page.getByRole("textbox", { name: "Message to Marieke Jansen" });

    await button("Anna de Vries").waitFor();
    await tabTo(page, button("Anna de Vries"));
    await page.keyboard.press("Enter");

    const rows = page.getByRole("navigation").getByRole("link");
    await rows.first().waitFor();
    await tabTo(page, rows);
    await page.keyboard.press("Home");
    const marked = page.getByRole("navigation").getByRole("link", { name: "Marieke Jansen" });
    for (let row = 0; row < (await rows.count()) && !(await isFocused(marked)); row += 1)
      await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Marieke Jansen" }).waitFor();

    const question = `Written without a mouse ${randomUUID().slice(0, 8)}`;
    if (!(await isFocused(composer))) await tabTo(page, composer);
    await page.keyboard.type(question);
    await page.keyboard.press("Enter");
    await marieke.message(question).waitFor();
    const answer = `Read without a mouse ${randomUUID().slice(0, 8)}`;
    await marieke.send(answer);
    await page.getByRole("article").filter({ hasText: answer }).waitFor();

    await tabTo(
      page,
      page.getByRole("region", { name: "Conversation with Marieke Jansen" }).or(page.getByRole("article")),
    );
    await page.keyboard.press("End");
    await expect.poll(() => isFocused(page.getByRole("article").last())).toBe(true);
    await page.keyboard.press("Escape");
    expect(await isFocused(composer)).toBe(true);

    await tabTo(page, button("Settings"));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("radio", { name: "Automatic" }));
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("Escape");
    expect(await isFocused(button("Settings"))).toBe(true);

    await tabTo(page, button("Sign out"));
    await page.keyboard.press("Enter");
    await button("Anna de Vries").waitFor();
    await context.close();
  });
});
