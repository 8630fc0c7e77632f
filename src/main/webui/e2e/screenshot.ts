import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";

const SCREENSHOTS = resolve(process.env.RAPPORT_SCREENSHOTS ?? "../../../target/screenshots");

/** Keeps a picture of what the page shows. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: resolve(SCREENSHOTS, `${name}.png`) });
}
