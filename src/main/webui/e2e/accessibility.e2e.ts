import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { violations } from "./axe";
import { test } from "./cast";
import { arrive, STATES } from "./states";

const DESKTOP = { width: 1280, height: 800 };
/** 1280 × 1024 at a zoom of 400 %. */
const ZOOMED = { width: 320, height: 256 };
const SETTLED = { timeout: 5000 };

const LOOKS = [
  { colorScheme: "light", forcedColors: "none" },
  { colorScheme: "dark", forcedColors: "none" },
  { colorScheme: "light", forcedColors: "active" },
  { colorScheme: "dark", forcedColors: "active" },
] as const;

describe("accessibility", () => {
  test.for(STATES)("everybody_canUse $name", async (state, { browser }) => {
    const { page, context } = await arrive(browser, state, DESKTOP);
    for (const look of LOOKS) {
      await page.emulateMedia(look);
      expect({ ...look, found: await violations(page) }).toEqual({ ...look, found: [] });
    }
    await page.setViewportSize(ZOOMED);
    // The page hears of it in its own time: an open menu moves to its other side in the next frame.
    await expect.poll(() => sideways(page), SETTLED).toEqual([]);
    await spaceTextOut(page);
    expect(await sideways(page)).toEqual([]);
    await context.close();
  });
});

/** What WCAG 1.4.12 lets people do to every text. */
async function spaceTextOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** What is cut off at the side, or lies where one would have to scroll sideways. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hidden = (element: Element) =>
      element.closest(".visually-hidden, .skip-link, [aria-hidden=true]") !== null;
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility() && !hidden(element))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < -1 || right > innerWidth + 1);
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
