import type { BrowserContext } from "playwright-core";
import { describe, expect } from "vitest";
import { fresh, test } from "./cast";
import { Person } from "./person";

/** Notes down the notifications of all tabs, and lets a test say which tabs are in sight. */
async function watched(context: BrowserContext): Promise<string[]> {
  const shown: string[] = [];
  await context.exposeFunction("noteDown", (notice: string) => shown.push(notice));
  await context.addInitScript(() => {
    const noteDown = (globalThis as unknown as { noteDown: (notice: string) => void }).noteDown;
    class Noted {
      static permission = "default";
      static requestPermission = async () => {
        Noted.permission = "granted";
        return Noted.permission;
      };
      constructor(text: string, options: NotificationOptions) {
        noteDown(JSON.stringify([text, options]));
      }
      close() {}
    }
    // A tab that opens later was allowed as well.
    if (localStorage.getItem("rapport.setting.notify") === "true") Noted.permission = "granted";
    Object.assign(globalThis, { Notification: Noted });
  });
  return shown;
}

const see = ({ page }: Person, state: DocumentVisibilityState) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

describe("notifications", () => {
  let context: BrowserContext;
  let shown: string[];
  let first: Person;
  let second: Person;

  test.beforeEach(async ({ browser }) => {
    ({ context } = await Person.visiting(browser));
    shown = await watched(context);
    first = await Person.inNewTab(context);
    await first.signIn("Anna de Vries");
    await first.page.getByRole("button", { name: "Settings" }).click();
    await first.page.getByRole("switch", { name: "Notify me" }).click();
    await expect.poll(() => first.page.getByRole("switch", { name: "Notify me" }).isChecked()).toBe(true);
    await first.page.getByRole("button", { name: "Done" }).click();
    second = await Person.inNewTab(context);
    await second.signIn("Anna de Vries");
    for (const tab of [first, second]) await tab.open("Marieke Jansen");
    return () => context.close();
  });

  test("oneNotice_forAllHiddenTabsInFixedWords", async ({ marieke }) => {
    for (const tab of [first, second]) await see(tab, "hidden");
    const text = fresh("A secret");
    await marieke.send(text);
    for (const tab of [first, second]) await tab.message(text).waitFor({ state: "attached" });
    await expect.poll(() => shown).toEqual(['["New message in Rapport",{"tag":"rapport"}]']);
  });

  test("nothing_whileAnyTabIsInSight", async ({ marieke }) => {
    await see(first, "hidden");
    const unseen = fresh("While the other tab is in sight");
    await marieke.send(unseen);
    for (const tab of [first, second]) await tab.message(unseen).waitFor({ state: "attached" });
    await see(second, "hidden");
    const text = fresh("While none is");
    await marieke.send(text);
    // The second notice would come after the first: one alone is the one of the second message.
    await expect.poll(() => shown).toHaveLength(1);
    await first.message(text).waitFor({ state: "attached" });
    expect(shown).toHaveLength(1);
  });
});
