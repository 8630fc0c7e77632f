import type { PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { violations } from "./axe";
import { fresh, test } from "./cast";
import { startHostSite, Visitor } from "./host-site";
import { screenshot } from "./screenshot";

/** Of the chat; the page around is not ours. */
const violationsIn = ({ page }: Visitor) => violations(page, ".site-chat");

describe("a site of another origin embeds the chat", () => {
  let site: PreviewServer;

  beforeAll(async () => {
    site = await startHostSite();
  });

  afterAll(async () => {
    await site?.close();
  });

  test("elementAndReact_talkToEachOther", async ({ browser }) => {
    const anna = await Visitor.on(browser, "/plain/");
    const marieke = await Visitor.on(browser, "/react/");
    await anna.open("Marieke Jansen");
    await marieke.open("Anna de Vries");
    const question = fresh("Can you see me from your site?");
    const answer = fresh("As if we were in one room.");
    await anna.send(question);
    await marieke.message(question).waitFor();
    await marieke.send(answer);
    await anna.message(answer).waitFor();
    await anna.message(question).getByText("Read", { exact: true }).waitFor();
    await screenshot(anna.page, "embedded-plain");
    await screenshot(marieke.page, "embedded-react");
    expect([await violationsIn(anna), await violationsIn(marieke)]).toEqual([[], []]);
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
    await Promise.all([anna.page.context().close(), marieke.page.context().close()]);
  });

  test("hostAndChat_keepTheirOwnLooks", async ({ browser }) => {
    for (const path of ["/plain/", "/react/"]) {
      const { page } = await Visitor.on(browser, path);
      const row = page
        .getByRole("button", { name: "Marieke Jansen" })
        .or(page.getByRole("button", { name: "Anna" }));
      await row.first().waitFor();
      // A size of the browser's own style sheet, which the chat takes away from its own headings only.
      const margin = await page
        .getByRole("heading", { level: 1, name: "Example Organisation" })
        .evaluate((heading) => getComputedStyle(heading).marginTop);
      expect(margin).not.toBe("0px");
      const radius = await row.first().evaluate((button) => getComputedStyle(button).borderRadius);
      expect(radius).toBe("4px");
      await row.first().click();
      await page.getByRole("textbox").fill("A draft");
      const colour = await page
        .getByRole("button", { name: "Send" })
        .evaluate((button) => getComputedStyle(button).backgroundColor);
      expect(colour).toBe("rgb(106, 44, 112)");
      const ground = await page
        .locator(".rapport")
        .evaluate((chat) => getComputedStyle(chat).backgroundColor);
      expect(ground).toBe("rgb(245, 243, 238)");
      await page.context().close();
    }
  });

  test("elementThatIsTakenAway_closesItsSocketAndComesBack", async ({ browser }) => {
    const { page, sockets } = await Visitor.on(browser, "/plain/");
    await page.getByRole("button", { name: "Marieke Jansen" }).waitFor();
    await expect.poll(() => sockets.length).toBe(1);
    await page.evaluate('chat = document.querySelector("rapport-chat"); chat.remove()');
    await expect.poll(() => sockets[0]?.isClosed()).toBe(true);
    await page.evaluate("document.body.append(chat)");
    await page.getByRole("button", { name: "Marieke Jansen" }).waitFor();
    await expect.poll(() => sockets.length).toBe(2);
    await page.context().close();
  });

  test("elementThatIsMoved_keepsItsSocketAndWhatIsShown", async ({ browser }) => {
    const { page, sockets } = await Visitor.on(browser, "/plain/");
    await page.getByRole("button", { name: "Marieke Jansen" }).click();
    await page.getByRole("textbox").fill("In the middle of it");
    await expect.poll(() => sockets.length).toBe(1);
    await page.evaluate('document.body.prepend(document.querySelector("rapport-chat"))');
    await page.getByRole("textbox").press("Enter");
    await page.getByRole("article").filter({ hasText: "In the middle of it" }).last().waitFor();
    expect(sockets.map((socket) => socket.isClosed())).toEqual([false]);
    await page.context().close();
  });

  test("peer_followsTheAttributeAndTellsTheHost", async ({ browser }) => {
    const { page } = await Visitor.on(browser, "/plain/");
    await page.evaluate(
      'told = []; document.querySelector("rapport-chat").addEventListener("peer-change", ({ detail }) => told.push(detail))',
    );
    await page.evaluate('document.querySelector("rapport-chat").setAttribute("peer", "marieke")');
    await page.getByRole("heading", { level: 2, name: "Marieke Jansen" }).waitFor();
    expect(await page.evaluate("told")).toEqual([]);
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByRole("button", { name: "Back to conversations" }).click();
    await page.getByRole("button", { name: "Marieke Jansen" }).click();
    expect(await page.evaluate("told")).toEqual([null, "marieke"]);
    await page.context().close();
  });

  test("keys_outsideOfTheChatAreTheHosts", async ({ browser }) => {
    const { page } = await Visitor.on(browser, "/plain/");
    const row = page.getByRole("button", { name: "Marieke Jansen" });
    await row.waitFor();
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await page.getByRole("button", { name: "Sign out" }).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("?");
    expect(await page.getByRole("heading", { level: 2, name: "Marieke Jansen" }).count()).toBe(0);
    expect(await help.count()).toBe(0);
    await row.focus();
    await page.keyboard.press("?");
    await help.waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { level: 2, name: "Marieke Jansen" }).waitFor();
    await page.keyboard.press("F6");
    await page.context().close();
  });

  test("signOut_leavesNothingOfThePersonInAnyTab", async ({ browser }) => {
    const { page } = await Visitor.on(browser, "/plain/");
    await page.getByRole("button", { name: "Marieke Jansen" }).click();
    await page.getByRole("textbox").fill("A draft");
    const kept = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await expect.poll(kept).toEqual(["rapport:anna"]);
    const other = await Visitor.inNewTab(page.context(), "/plain/");
    await other.page.getByRole("button", { name: "Marieke Jansen" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Signed out").waitFor();
    await other.page.getByRole("alert").getByText("You have been signed out").waitFor();
    expect(await other.page.getByRole("navigation").count()).toBe(0);
    expect(await kept()).toEqual([]);
    expect(await page.getByRole("navigation", { name: "Conversations" }).count()).toBe(0);
    await page.context().close();
  });
});
