import { describe, expect } from "vitest";
import { test } from "./cast";
import { arrive, STATES } from "./states";

const DESKTOP = { width: 1280, height: 800 };

function stateOf(name: string) {
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return state;
}

describe("states that a server would have to be broken for", () => {
  test("keys_actOnAMessageThatWasNotSent", async ({ browser }) => {
    const { page, context, composer, messages } = await arrive(browser, stateOf("message-refused"), DESKTOP);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const failed = page.getByRole("article").filter({ hasText: "This cannot be sent." });
    const before = await messages.count();
    await composer.press("ArrowUp");
    await page.keyboard.press("c");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("This cannot be sent.");
    const again = page.waitForRequest((request) => request.method() === "POST");
    await page.keyboard.press("r");
    expect((await again).postDataJSON()).toEqual({ text: "This cannot be sent." });
    await failed.getByText("Not sent.").waitFor();
    expect(await failed.evaluate((article) => article === document.activeElement)).toBe(true);
    await page.keyboard.press("Delete");
    await expect.poll(() => messages.count()).toBe(before - 1);
    expect(await failed.count()).toBe(0);
    expect(await composer.evaluate((field) => field === document.activeElement)).toBe(true);
    await context.close();
  });

  test("endedSession_hidesWhatIsConfidentialAfterFiveMinutes", async ({ browser }) => {
    const { page, context } = await arrive(browser, stateOf("signed-out"), DESKTOP);
    /** Which of the texts can be seen so long after the end, in seconds. */
    const seenAfter = (seconds: number) =>
      page.evaluate((time) => {
        for (const animation of document.getAnimations()) animation.currentTime = time * 1_000;
        return [...document.querySelectorAll(".bubble, .row-preview, .composer textarea")].map((each) =>
          each.checkVisibility({ visibilityProperty: true }),
        );
      }, seconds);
    const texts = await page.locator(".bubble, .row-preview, .composer textarea").count();
    expect(texts).toBeGreaterThan(8);
    for (const reducedMotion of ["no-preference", "reduce"] as const) {
      await page.emulateMedia({ reducedMotion });
      expect(await seenAfter(299)).toEqual(Array(texts).fill(true));
      expect(await seenAfter(301)).toEqual(Array(texts).fill(false));
    }
    await context.close();
  });
});
