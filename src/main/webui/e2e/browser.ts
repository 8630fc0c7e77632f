import { existsSync } from "node:fs";
import bundled from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ARGUMENTS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the machine's browser, or the one that an npm package brings. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  try {
    return await chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
  } catch (cause) {
    throw new Error(`The browser ${executablePath} does not start; set CHROMIUM_PATH to one that does.`, {
      cause,
    });
  }
}

async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  try {
    return await bundled.executablePath();
  } catch (cause) {
    throw new Error("No browser found: install Chromium or Chrome, or set CHROMIUM_PATH.", { cause });
  }
}
