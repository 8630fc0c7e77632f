import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser";
import { Person } from "./person";

describe("people see whether the other one is there", () => {
  let browser: Browser;
  let anna: Person;
  let marieke: Person;

  beforeAll(async () => {
    browser = await launchBrowser();
    anna = await Person.signedIn(browser, "Anna de Vries");
    marieke = await Person.signedIn(browser, "Marieke Jansen");
    await anna.open("Marieke Jansen");
    await marieke.open("Anna de Vries");
  });

  afterAll(() => browser?.close());

  test("coach_choosesWhatClientsSee", async () => {
    await anna.page.getByRole("main").getByText("Your coach is available").waitFor();
    await anna.row("Marieke Jansen").getByText("Available").waitFor();
    const available = marieke.page.getByRole("switch", { name: "Available" });
    await available.click();
    await anna.page.getByRole("main").getByText("Your coach is away").waitFor();
    await anna.row("Marieke Jansen").getByText("Away").waitFor();
    await anna.screenshot("chat-desktop-away");
    await marieke.page.reload();
    await expect.poll(() => available.getAttribute("aria-checked")).toBe("false");
    await available.click();
    await anna.page.getByRole("main").getByText("Your coach is available").waitFor();
    await marieke.screenshot("chat-desktop-coach");
  });

  test("typing_isSeenByTheOtherAndEndsByItself", async () => {
    const line = anna.page.getByText("Marieke Jansen is typing");
    await marieke.composer.focus();
    await marieke.composer.pressSequentially("Let me see");
    await line.waitFor();
    await anna.row("Marieke Jansen").getByText("typing").waitFor();
    await anna.screenshot("chat-desktop-typing");
    await line.waitFor({ state: "hidden", timeout: 8_000 });
    await marieke.composer.fill("");
  });

  test("screens_haveNoAccessibilityViolations", async () => {
    for (const { page } of [anna, marieke]) {
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.evaluate(axe.source);
        const found = await page.evaluate<string[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " at " + nodes[0].html))',
        );
        expect(found).toEqual([]);
      }
    }
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
  });
});
