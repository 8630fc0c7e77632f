import axe from "axe-core";
import type { Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with the page as it is, or with a part of it. */
export async function violations(page: Page, part = "html"): Promise<string[]> {
  // Through the debugger, as the page's own policy admits no foreign script.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run(${JSON.stringify(part)}, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations.map(({ id, nodes }) => id + " at " + nodes[0].html + ": " + nodes[0].failureSummary))`,
  );
}
