import { describe, expect } from "vitest";
import { test } from "./cast";
import { keptRecords } from "./kept";
import { Person } from "./person";

const PHONE = { width: 360, height: 740 };

/** Everything that the page has left in the browser, but the settings. */
const left = (person: Person) =>
  person.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    session: { ...sessionStorage },
    local: Object.keys(localStorage).filter((key) => !key.startsWith("rapport.setting.")),
  }));

const NOTHING = { databases: [], session: {}, local: [] };

async function discreetly(person: Person): Promise<void> {
  await person.page.getByRole("button", { name: "Settings" }).click();
  await person.page.getByRole("switch", { name: "Discreet mode" }).click();
  await person.page.getByRole("button", { name: "Done" }).click();
  await expect.poll(async () => (await left(person)).databases).toEqual([]);
}

describe("discreet mode", () => {
  let marieke: Person;

  test.beforeEach(async ({ browser }) => {
    marieke = await Person.signedIn(browser, "Marieke Jansen");
    return () => marieke.context.close();
  });

  test("escTwice_leavesNothingAndNoWayBack", async () => {
    const { page } = marieke;
    await discreetly(marieke);
    await marieke.open("Anna de Vries");
    await marieke.open("Karim Haddad");
    await marieke.open("Anna de Vries");
    await page.goBack();
    await marieke.composer.fill("Nobody shall find this");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForURL("**/blank.html");
    expect(await page.title()).not.toContain("Rapport");
    expect(await page.locator("body").innerText()).toBe("");
    expect(await left(marieke)).toEqual(NOTHING);
    for (const step of ["back", "back", "forward", "forward", "forward"] as const) {
      await page.evaluate((way) => history[way](), step).catch(() => undefined);
      await page.waitForLoadState();
      expect(page.url()).toMatch(/blank\.html$|^about:blank$/);
      expect(await page.locator("body").innerText()).toBe("");
    }
    await page.goto("/");
    await page.getByRole("button", { name: "Marieke Jansen" }).waitFor();
    expect(marieke.complaints).toEqual([]);
  });

  test("drafts_stayInMemoryAndComeAlongBothWays", async () => {
    await marieke.open("Karim Haddad");
    await marieke.composer.fill("Half a thought");
    await expect.poll(async () => (await left(marieke)).databases).toHaveLength(1);
    await discreetly(marieke);
    await marieke.open("Anna de Vries");
    await marieke.open("Karim Haddad");
    expect(await marieke.composer.inputValue()).toBe("Half a thought");
    await marieke.composer.fill("Another half");
    expect((await left(marieke)).databases).toEqual([]);
    await marieke.page.getByRole("button", { name: "Settings" }).click();
    await marieke.page.getByRole("switch", { name: "Discreet mode" }).click();
    await expect.poll(() => keptRecords(marieke.page, "drafts")).toBe(1);
    await marieke.page.reload();
    await expect.poll(() => marieke.composer.inputValue()).toBe("Another half");
    await marieke.composer.fill("");
  });

  test("button_leavesOnAPhoneAndEscAloneDoesNotWithoutTheMode", async ({ browser }) => {
    const tom = await Person.signedIn(browser, "Tom Peeters", PHONE);
    await tom.open("Karim Haddad");
    await tom.page.keyboard.press("Escape");
    await tom.page.keyboard.press("Escape");
    await tom.page.getByRole("main").waitFor();
    await tom.page.getByRole("link", { name: "Back to conversations" }).click();
    await discreetly(tom);
    await tom.open("Karim Haddad");
    await tom.page.getByRole("button", { name: "Leave now" }).click();
    await tom.page.waitForURL("**/blank.html");
    expect(await left(tom)).toEqual(NOTHING);
    await tom.context.close();
  });

  test("title_tellsNeitherNamesNorCounts", async () => {
    await discreetly(marieke);
    await marieke.open("Anna de Vries");
    expect(await marieke.page.title()).toBe("Rapport");
  });

  test("blur_hidesThePageWhileItIsNotInFront", async () => {
    const { page } = marieke;
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("switch", { name: "Blur when I look elsewhere" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    const filter = () => page.locator("#root").evaluate((root) => getComputedStyle(root).filter);
    expect(await filter()).toBe("none");
    await page.evaluate(() => {
      document.hasFocus = () => false;
      dispatchEvent(new Event("blur"));
    });
    expect(await filter()).toContain("blur");
    await page.evaluate(() => {
      document.hasFocus = () => true;
      dispatchEvent(new Event("focus"));
    });
    expect(await filter()).toBe("none");
  });
});
