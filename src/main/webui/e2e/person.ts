import type { Browser, BrowserContext, Locator, Page, WebSocket } from "playwright-core";
import { screenshot } from "./screenshot";

const DESKTOP = { width: 1280, height: 800 };

/** The running app; the test never starts one. */
function baseUrl(): string {
  const url = process.env.RAPPORT_URL;
  if (!url) throw new Error("Set RAPPORT_URL to a running Rapport with the demonstration sign-in.");
  return url;
}

/** What the browser says when a test takes the network away. */
const NETWORK = /^Failed to load resource: net::ERR_|^WebSocket connection to .* failed: .*net::ERR_/;

/** One person in a browser of their own. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console, where the browser also reports what the content security policy stopped. */
  readonly complaints: string[] = [];
  /** Every socket that this page ever opened. */
  readonly sockets: WebSocket[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("websocket", (socket) => this.sockets.push(socket));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !NETWORK.test(message.text()))
        this.complaints.push(`${message.text()} ${message.location().url}`);
    });
  }

  /** Somebody in front of the sign-in page. */
  static async visiting(browser: Browser, viewport = DESKTOP, address = "/"): Promise<Person> {
    const context = await browser.newContext({ baseURL: baseUrl(), viewport, colorScheme: "light" });
    return Person.inNewTab(context, address);
  }

  /** Somebody in front of the sign-in page, in one more tab of a browser. */
  static async inNewTab(context: BrowserContext, address = "/"): Promise<Person> {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const person = new Person(context, page);
    await page.goto(address);
    return person;
  }

  static async signedIn(browser: Browser, name: string, viewport = DESKTOP): Promise<Person> {
    const person = await Person.visiting(browser, viewport);
    await person.signIn(name);
    return person;
  }

  async signIn(name: string): Promise<void> {
    await this.page.getByRole("button", { name }).click();
    await this.page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
  }

  /** Opens the conversation with the named person and waits for its messages. */
  async open(name: string): Promise<void> {
    await this.row(name).click();
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  row(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name });
  }

  get messages(): Locator {
    return this.page.getByRole("article");
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  get composer(): Locator {
    return this.page.getByRole("textbox");
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }
}
