import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { violations } from "../e2e/axe";
import { launchBrowser } from "../e2e/browser";
import { fresh } from "../e2e/cast";
import { Person } from "../e2e/person";
import { IdentityProvider } from "./identity-provider";
import { addressesInHistory, everythingStored, keptDatabases } from "./inspect";
import { announcePeople } from "./world";

const APP = process.env.RAPPORT_URL ?? "";
const PORT = Number(process.env.RAPPORT_OIDC_PORT);

const PEOPLE = new Map([
  ["anna", "client"],
  ["marieke", "coach"],
  ["visitor", "somebody-else"],
]);

describe("signing in at an OpenID provider", () => {
  let provider: IdentityProvider;
  let browser: Browser;
  let context: BrowserContext;
  let anna: Person;
  /** The requests for a page of the provider's. */
  let visits: URL[];
  let secrets: string[];

  beforeAll(async () => {
    provider = new IdentityProvider(PORT, APP, PEOPLE);
    await provider.start();
    await announcePeople(APP, await provider.platformToken(), PEOPLE);
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    provider.behave({});
    anna = await Person.visiting(browser);
    context = anna.context;
    visits = [];
    secrets = [];
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin === provider.issuer && url.pathname === "/auth") visits.push(url);
    });
    context.on("response", async (response) => {
      if (response.request().method() !== "POST" || response.url() !== `${provider.issuer}/token`) return;
      const tokens = (await response.json()) as Record<string, string>;
      for (const name of ["access_token", "refresh_token", "id_token"])
        if (tokens[name] !== undefined) secrets.push(tokens[name]);
    });
    return () => context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
  });

  const signInButton = (person: Person) => person.page.getByRole("button", { name: "Sign in", exact: true });
  const choose = (person: Person, id: string) => person.page.getByRole("link", { name: id }).click();

  const accessible = async (person: Person) => expect(await violations(person.page)).toEqual([]);

  async function signIn(person: Person, id: string): Promise<void> {
    await signInButton(person).click();
    await choose(person, id);
    await person.page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
  }

  async function signedIn(id: string): Promise<Person> {
    const person = await Person.visiting(browser);
    await signIn(person, id);
    return person;
  }

  test("signIn_comesBackAndLeavesNothingBehind", async () => {
    await signInButton(anna).waitFor();
    await anna.screenshot("sign-in-provider");
    await accessible(anna);
    await signIn(anna, "anna");
    expect(anna.page.url()).toBe(`${APP}/`);
    expect(visits[0]?.searchParams.get("code_challenge_method")).toBe("S256");
    expect((await addressesInHistory(anna.page)).join()).not.toMatch(/[?&](code|state)=/);
    await expect.poll(() => secrets.length).toBe(3);
    const stored = await everythingStored(anna.page);
    expect(stored).toContain("rapport.signed-in");
    expect(stored).toContain("rapport:anna");
    for (const secret of secrets) expect(stored).not.toContain(secret);
    expect(stored).not.toContain("code_verifier");
    expect(anna.complaints).toEqual([]);
  });

  test("people_chatAndAReloadComesBackToTheSameConversation", async () => {
    const marieke = await signedIn("marieke");
    await marieke.open("Anna de Vries");
    await signIn(anna, "anna");
    await anna.open("Marieke Jansen");
    const question = fresh("Shall we meet?");
    await anna.send(question);
    await marieke.message(question).waitFor();
    await anna.composer.fill("Not finished");
    await anna.page.waitForFunction(async () => (await indexedDB.databases()).length > 0);
    const before = visits.length;
    await anna.page.reload();
    await anna.message(question).waitFor();
    expect(anna.page.url()).toBe(`${APP}/conversations/marieke`);
    expect(await anna.composer.inputValue()).toBe("Not finished");
    expect(visits.slice(before).map(({ searchParams }) => searchParams.get("prompt"))).toEqual(["none"]);
    expect((await addressesInHistory(anna.page)).join()).not.toMatch(/[?&](code|state)=/);
    const answer = fresh("On Tuesday.");
    await marieke.send(answer);
    await anna.message(answer).waitFor();
    expect([...anna.complaints, ...marieke.complaints]).toEqual([]);
    await marieke.context.close();
  });

  test("expiry_isRenewedWithARefreshTokenAndNoGap", async () => {
    const marieke = await signedIn("marieke");
    await marieke.open("Anna de Vries");
    provider.behave({ lifetime: 14 });
    let fewestOpen = Number.POSITIVE_INFINITY;
    anna.page.on("websocket", (socket) =>
      socket.on("close", () => {
        fewestOpen = Math.min(fewestOpen, anna.sockets.filter((each) => !each.isClosed()).length);
      }),
    );
    await signIn(anna, "anna");
    await anna.open("Marieke Jansen");
    await expect.poll(() => anna.sockets.length, { timeout: 40_000 }).toBeGreaterThan(2);
    await expect.poll(() => anna.sockets.filter((each) => !each.isClosed()).length).toBe(1);
    expect(fewestOpen).toBe(1);
    expect(visits.filter(({ searchParams }) => searchParams.get("prompt") === "none")).toEqual([]);
    const text = fresh("After your token had ended.");
    await marieke.send(text);
    await anna.message(text).waitFor();
    expect(anna.complaints).toEqual([]);
    await marieke.context.close();
  });

  test("expiry_withoutARefreshTokenIsRenewedByARedirectThatKeepsTheDraft", async () => {
    provider.behave({ refreshTokens: false, lifetime: 24 });
    await signIn(anna, "anna");
    await anna.open("Marieke Jansen");
    await anna.composer.fill("Half a thought");
    const before = visits.length;
    await expect.poll(() => visits.length, { timeout: 30_000 }).toBe(before + 1);
    expect(visits.at(-1)?.searchParams.get("prompt")).toBe("none");
    await anna.page.waitForURL(`${APP}/conversations/marieke`);
    await expect.poll(() => anna.composer.inputValue()).toBe("Half a thought");
    const text = fresh("Afterwards.");
    await anna.send(text);
    await anna.message(text).getByRole("img", { name: "Sent" }).waitFor();
    expect(anna.complaints).toEqual([]);
  });

  test("session_endedAtTheProviderShowsTheDialogAndKeepsTheDraft", async () => {
    provider.behave({ lifetime: 14 });
    await signIn(anna, "anna");
    await anna.open("Marieke Jansen");
    await anna.composer.fill("Keep this");
    await provider.endSessions();
    await anna.page.getByRole("dialog", { name: "You have been signed out" }).waitFor({ timeout: 30_000 });
    await anna.screenshot("session-expired");
    await accessible(anna);
    provider.behave({});
    await anna.page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await choose(anna, "anna");
    await anna.page.waitForURL(`${APP}/conversations/marieke`);
    await expect.poll(() => anna.composer.inputValue()).toBe("Keep this");
  });

  test("reload_afterTheProvidersSessionEndedAsksOnceAndThenThePerson", async () => {
    await signIn(anna, "anna");
    await anna.open("Marieke Jansen");
    await provider.endSessions();
    const before = visits.length;
    await anna.page.reload();
    await anna.page.getByText("You have been signed out. Your draft is kept.").waitFor();
    expect(anna.page.url()).toBe(`${APP}/conversations/marieke`);
    await anna.page.reload();
    await signInButton(anna).waitFor();
    expect(visits.length).toBe(before + 1);
    await signInButton(anna).click();
    await choose(anna, "anna");
    await anna.page.getByRole("heading", { level: 1, name: "Marieke Jansen" }).waitFor();
  });

  test("signOut_endsBothSessionsInAllTabs", async () => {
    await signIn(anna, "anna");
    const second = await Person.inNewTab(context);
    await signInButton(second).click();
    // The provider knows her already.
    await second.open("Marieke Jansen");
    await anna.page.getByRole("button", { name: "Sign out" }).click();
    await anna.page.getByRole("button", { name: "Yes" }).click();
    await anna.page.waitForURL(`${APP}/`);
    for (const tab of [anna, second]) {
      await signInButton(tab).waitFor();
      expect(await keptDatabases(tab.page)).toEqual([]);
      expect(await tab.page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    }
    for (const refresh_token of secrets.filter((secret) => secret.split(".").length === 1)) {
      const body = new URLSearchParams({
        grant_type: "refresh_token",
        client_id: "rapport-web",
        refresh_token,
      });
      const answer = await fetch(`${provider.issuer}/token`, { method: "POST", body });
      expect(await answer.json()).toMatchObject({ error: "invalid_grant" });
    }
    await signInButton(anna).click();
    await anna.page.getByRole("heading", { name: "The organisation" }).waitFor();
  });

  test("person_whoCancelsIsToldAndMayTryAgain", async () => {
    await signInButton(anna).click();
    await anna.page.getByRole("link", { name: "Cancel" }).click();
    await anna.page.getByRole("alert").getByText("did not agree").waitFor();
    await anna.screenshot("sign-in-denied");
    await accessible(anna);
    expect(anna.page.url()).toBe(`${APP}/`);
    await anna.page.getByRole("button", { name: "Try again" }).click();
    await choose(anna, "anna");
    await anna.row("Marieke Jansen").waitFor();
  });

  test("answer_thatThisTabDidNotAskForIsNotRedeemed", async () => {
    const asked = provider.grants.length;
    await anna.page.goto("/signed-in?code=stolen&state=forged");
    await anna.page.getByRole("alert").getByText("did not begin in this tab").waitFor();
    expect(anna.page.url()).toBe(`${APP}/`);
    expect(provider.grants.length).toBe(asked);
    expect(secrets).toEqual([]);
  });

  test("token_forAnotherAudienceIsExplainedAndDoesNotLoop", async () => {
    provider.behave({ audience: "another-api" });
    await signInButton(anna).click();
    await choose(anna, "anna");
    await anna.page.getByRole("heading", { name: "You are signed in, but not let in" }).waitFor();
    await anna.screenshot("sign-in-not-accepted");
    await accessible(anna);
    const before = visits.length;
    provider.behave({});
    await anna.page.getByRole("button", { name: "Try again" }).click();
    await anna.row("Marieke Jansen").waitFor();
    expect(visits.length).toBe(before + 1);
  });

  test("person_withoutARoleIsTold", async () => {
    await signInButton(anna).click();
    await choose(anna, "visitor");
    await anna.page.getByRole("alert").getByText("a client or a coach").waitFor();
    await accessible(anna);
    await anna.page.getByRole("button", { name: "Sign out" }).click();
    await anna.page.getByRole("button", { name: "Yes" }).click();
    await signInButton(anna).waitFor();
  });

  test("signOut_whileTheProviderIsAwayStaysOnOurPage", async () => {
    await signIn(anna, "anna");
    await provider.stop();
    await anna.page.getByRole("button", { name: "Sign out" }).click();
    await signInButton(anna).waitFor();
    expect(anna.page.url()).toBe(`${APP}/`);
    expect(await keptDatabases(anna.page)).toEqual([]);
    await provider.start();
  });

  test("provider_thatIsAwayIsWaitedForByThePerson", async () => {
    await provider.stop();
    await signInButton(anna).click();
    await anna.page.getByRole("alert").getByText("cannot be reached").waitFor();
    await provider.start();
    await anna.page.getByRole("button", { name: "Try again" }).click();
    await choose(anna, "anna");
    await anna.row("Marieke Jansen").waitFor();
  });

  test("client_thatTheProviderDoesNotKnowLeavesAWayBack", async () => {
    await anna.page.route("**/api/v1/client-config", async (route) => {
      const response = await route.fetch();
      const config = (await response.json()) as { oidc: object };
      await route.fulfill({ response, json: { ...config, oidc: { ...config.oidc, clientId: "nobody" } } });
    });
    await anna.page.reload();
    await signInButton(anna).click();
    await anna.page.getByText("invalid_client").first().waitFor();
    await anna.page.goBack();
    await signInButton(anna).waitFor();
  });

  test("clock_thatIsAnHourWrongDoesNotMatter", async () => {
    for (const wrong of [-3_600_000, 3_600_000]) {
      await anna.page.clock.setSystemTime(Date.now() + wrong);
      await signIn(anna, "anna");
      await anna.open("Marieke Jansen");
      const text = fresh("In another time.");
      await anna.send(text);
      await anna.message(text).getByRole("img", { name: "Sent" }).waitFor();
      await anna.page.getByRole("button", { name: "Sign out" }).click();
      await anna.page.getByRole("button", { name: "Yes" }).click();
      await signInButton(anna).waitFor();
    }
  });
});
