import { describe, expect } from "vitest";
import { test } from "./cast";
import { Person } from "./person";
import { arrive, STATES } from "./states";

const DESKTOP = { width: 1280, height: 800 };

describe("languages", () => {
  test("switch_changesThePageAtOnceAndStaysOverAReload", async ({ browser }) => {
    const { page, context } = await Person.signedIn(browser, "Anna de Vries");
    await page.getByRole("link", { name: "Marieke Jansen" }).click();
    await page.getByRole("button", { name: "Settings" }).click();
    for (const [language, title, sends] of [
      ["fr", "Réglages", "Entrée envoie"],
      ["nl", "Instellingen", "Enter verzendt"],
    ] as const) {
      await page.locator("dialog select").selectOption(language);
      await page.getByRole("heading", { name: title }).waitFor();
      await page.getByText(sends).first().waitFor({ state: "attached" });
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
    }
    await page.reload();
    await page.getByRole("button", { name: "Instellingen" }).waitFor();
    await page.getByText("Vandaag").or(page.getByText("Gisteren")).first().waitFor();
    await context.close();
  });

  test("signInPage_speaksTheBrowsersLanguage", async ({ browser }) => {
    const context = await browser.newContext({ baseURL: process.env.RAPPORT_URL ?? "", locale: "fr-BE" });
    const { page } = await Person.inNewTab(context);
    await page.getByRole("heading", { name: "Choisissez qui vous êtes" }).waitFor();
    await page.getByRole("combobox", { name: "Langue" }).selectOption("nl");
    await page.getByRole("heading", { name: "Kies wie je bent" }).waitFor();
    await context.close();
  });

  test("organisation_saysWhichLanguagesThereAre", async ({ browser }) => {
    const context = await browser.newContext({ baseURL: process.env.RAPPORT_URL ?? "", locale: "fr-BE" });
    let locales = ["nl", "en"];
    await context.route("**/api/v1/client-config", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), locales } });
    });
    const { page } = await Person.inNewTab(context);
    await page.getByRole("heading", { name: "Kies wie je bent" }).waitFor();
    expect(await page.getByRole("option").allInnerTexts()).toEqual(["Automatisch", "Nederlands", "English"]);
    locales = ["en"];
    await page.reload();
    await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
    expect(await page.getByRole("combobox").count()).toBe(0);
    await context.close();
  });

  test("rightToLeft_turnsTheWholeLayout", async ({ browser }) => {
    const state = STATES.find(({ name }) => name === "right-to-left");
    if (state === undefined) throw new Error("no such state");
    const { page, context } = await arrive(browser, state, DESKTOP);
    const middle = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      return (box?.x ?? Number.NaN) + (box?.width ?? Number.NaN) / 2;
    };
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    expect(await middle(".side")).toBeGreaterThan(await middle(".chat"));
    expect(await middle(".message-own .bubble")).toBeLessThan(await middle(".message-peer .bubble"));
    expect(await middle(".composer-send")).toBeLessThan(await middle("#rapport-composer"));
    await context.close();
  });
});
