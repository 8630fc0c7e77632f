import { describe, expect } from "vitest";
import { violations } from "./axe";
import { test } from "./cast";

describe("people see whether the other one is there", () => {
  test("coach_choosesWhatClientsSee", async ({ anna, marieke }) => {
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

  test("typing_isSeenByTheOtherAndEndsByItself", async ({ anna, marieke }) => {
    const line = anna.page.getByText("Marieke Jansen is typing");
    await marieke.composer.focus();
    await marieke.composer.pressSequentially("Let me see");
    await line.waitFor();
    await anna.row("Marieke Jansen").getByText("typing").waitFor();
    await anna.screenshot("chat-desktop-typing");
    await line.waitFor({ state: "hidden", timeout: 8_000 });
    await marieke.composer.fill("");
  });

  test("screens_haveNoAccessibilityViolations", async ({ anna, marieke }) => {
    for (const { page } of [anna, marieke]) {
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect(await violations(page)).toEqual([]);
      }
    }
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
  });
});
