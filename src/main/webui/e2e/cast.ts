import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { test as plain } from "vitest";
import { launchBrowser } from "./browser";
import { Person } from "./person";

/** A text that no other run has written. */
export const fresh = (text: string) => `${text} ${randomUUID().slice(0, 8)}`;

/** Somebody whose conversation with the other person is open. */
async function facing(browser: Browser, name: string, other: string): Promise<Person> {
  const person = await Person.signedIn(browser, name);
  await person.open(other);
  await person.messages.last().waitFor();
  return person;
}

/**
 * A test with a cast: whoever it names is there, the same for all tests of its file. Anna is a client and Marieke her coach, each
 * in a browser of their own and in front of the other.
 */
export const test = plain
  // biome-ignore lint/correctness/noEmptyPattern: it needs nobody else, and says so in the form that is asked for.
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }): Promise<Browser> => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("anna", { scope: "file" }, ({ browser }) => facing(browser, "Anna de Vries", "Marieke Jansen"))
  .extend("marieke", { scope: "file" }, ({ browser }) => facing(browser, "Marieke Jansen", "Anna de Vries"));
