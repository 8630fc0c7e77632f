import { execFileSync } from "node:child_process";
import type { Browser, BrowserContext, Locator, Page, WebSocket } from "playwright-core";
import { type PreviewServer, preview } from "vite";

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
}

/** The policy that docs/embedding.md asks of a host, and nothing more than that. */
function policy(rapport: string): string {
  const sockets = rapport.replace(/^http/, "ws");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${rapport} ${sockets}`,
    "img-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** An organisation's own site of another origin, with the example pages as they would be deployed. */
export async function startHostSite(): Promise<PreviewServer> {
  const rapport = new URL(setting("RAPPORT_URL")).origin;
  const origin = new URL(setting("RAPPORT_HOST_ORIGIN"));
  const env = { ...process.env, NODE_ENV: "production", VITE_RAPPORT_URL: rapport };
  execFileSync("npm", ["run", "--silent", "build:examples"], { env, stdio: ["ignore", "ignore", "inherit"] });
  return preview({
    configFile: "examples/vite.config.ts",
    logLevel: "error",
    preview: { port: Number(origin.port), headers: { "Content-Security-Policy": policy(rapport) } },
  });
}

/** Somebody on a page of that site. */
export class Visitor {
  readonly page: Page;
  /** Errors of the console, where the browser also reports what the site's policy stopped. */
  readonly complaints: string[] = [];
  /** Every socket that this page ever opened. */
  readonly sockets: WebSocket[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("websocket", (socket) => this.sockets.push(socket));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
  }

  static async on(browser: Browser, path: string): Promise<Visitor> {
    const baseURL = setting("RAPPORT_HOST_ORIGIN");
    return Visitor.inNewTab(await browser.newContext({ baseURL, colorScheme: "light" }), path);
  }

  static async inNewTab(context: BrowserContext, path: string): Promise<Visitor> {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const visitor = new Visitor(page);
    await page.goto(path);
    return visitor;
  }

  async open(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Conversations" }).getByRole("button", { name }).click();
    await this.page.getByRole("heading", { level: 2, name }).waitFor();
  }

  async send(text: string): Promise<void> {
    await this.page.getByRole("textbox").fill(text);
    await this.page.getByRole("textbox").press("Enter");
  }

  message(text: string): Locator {
    return this.page.getByRole("article").filter({ hasText: text });
  }
}
