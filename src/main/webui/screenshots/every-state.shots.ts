import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../e2e/browser";
import { arrive, STATES } from "../e2e/states";

const VIEWPORTS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

test.each(STATES)("$name", async (state) => {
  for (const viewport of VIEWPORTS) {
    const person = await arrive(browser, state, viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await person.page.emulateMedia({ colorScheme });
      await person.screenshot(`${state.name}-${viewport.width}-${colorScheme}`);
    }
    await person.context.close();
  }
});
