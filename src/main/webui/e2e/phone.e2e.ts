import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { fresh, test } from "./cast";
import { Person } from "./person";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const FINGER = 44;

/** What is too small for a finger; links in running text are as tall as their line. */
const tooSmall = (page: Page) =>
  page.evaluate((finger) => {
    const targets =
      "button, a[href], input:not([type=radio]), label:has(input), select, textarea, [role=menuitem]";
    const front = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    return [...front.querySelectorAll<HTMLElement>(targets)]
      .filter(
        (target) => target.checkVisibility() && !target.closest(".skip-link, .bubble, .visually-hidden"),
      )
      .filter((target) => {
        // Who taps the words of a switch means the switch.
        const { width, height } = (target.closest(".switch-row") ?? target).getBoundingClientRect();
        return width < finger || height < finger;
      })
      .map((target) => `${target.outerHTML.slice(0, 100)} ${JSON.stringify(target.getBoundingClientRect())}`);
  }, FINGER);

const onPhone = test.extend("tom", { scope: "file" }, async ({ browser }): Promise<Person> => {
  const context = await browser.newContext({ baseURL: process.env.RAPPORT_URL ?? "", ...PHONE });
  const tom = await Person.inNewTab(context);
  await tom.signIn("Tom Peeters");
  return tom;
});

describe("on a phone", () => {
  onPhone("targets_areLargeEnoughForAFinger", async ({ tom }) => {
    const { page } = tom;
    await tom.row("Karim Haddad").waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await tom.row("Karim Haddad").tap();
    await tom.messages.last().waitFor();
    const text = fresh("From a tram. ".repeat(12));
    await tom.send(text);
    await tom
      .message(text)
      .getByRole("img", { name: "Sent" })
      .or(tom.message(text).getByText("Read"))
      .waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await page
      .getByRole("listitem")
      .filter({ hasText: text })
      .getByRole("button", { name: "What to do with this message" })
      .tap();
    expect(await tooSmall(page)).toEqual([]);
    const menu = await page.getByRole("menu").boundingBox();
    expect(menu?.x).toBeGreaterThanOrEqual(0);
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
    await page.getByRole("menuitem", { name: "Edit" }).tap();
    await page.getByRole("textbox", { name: "Edit this message" }).waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).tap();
    await page.getByRole("link", { name: "Back to conversations" }).tap();
    await page.getByRole("button", { name: "Settings" }).tap();
    await page.getByRole("dialog").waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await page.getByRole("button", { name: "Done" }).tap();
  });

  onPhone("composer_staysAboveTheKeyboardAndNothingScrollsSideways", async ({ tom }) => {
    const { page } = tom;
    expect(await page.locator("meta[name=viewport]").getAttribute("content")).toContain(
      "interactive-widget=resizes-content",
    );
    await tom.row("Karim Haddad").tap();
    // What a keyboard on the screen leaves.
    await page.setViewportSize({ width: 360, height: 400 });
    const box = await tom.composer.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(400);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.setViewportSize(PHONE.viewport);
  });

  onPhone("escape_leadsBackToTheList", async ({ tom }) => {
    const { page } = tom;
    const heading = page.getByRole("heading", { level: 1, name: "Karim Haddad" });
    await tom.composer.press("Escape");
    await tom.row("Karim Haddad").waitFor();
    expect(await heading.isVisible()).toBe(false);
    await tom.row("Karim Haddad").tap();
    await tom.messages.last().focus();
    await page.keyboard.press("Escape");
    await tom.row("Karim Haddad").waitFor();
    expect(await heading.isVisible()).toBe(false);
    expect(tom.complaints).toEqual([]);
  });
});
