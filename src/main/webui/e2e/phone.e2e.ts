import { describe, expect } from "vitest";
import { test } from "./cast";
import { Person } from "./person";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const onPhone = test.extend("tom", { scope: "file" }, async ({ browser }): Promise<Person> => {
  const context = await browser.newContext({ baseURL: process.env.RAPPORT_URL ?? "", ...PHONE });
  const tom = await Person.inNewTab(context);
  await tom.signIn("Tom Peeters");
  return tom;
});

describe("on a phone", () => {
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
