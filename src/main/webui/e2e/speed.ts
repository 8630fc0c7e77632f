import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { crowd } from "./crowd";
import { Person } from "./person";
import { playNow } from "./stage";

const SLOWDOWN = 4;
const KEYS = 60;
const SENDS = 15;
const VISITS = 5;
/** A quick typist, in milliseconds from key to key. */
const PACE = 120;

type Times = { readonly median: number; readonly p95: number; readonly most: number };

/**
 * Measures what a person waits for, on a processor four times as slow, with 1,000 conversations in the list and 500
 * messages on the screen. The server's part is played by the script: what is measured is the browser's.
 */
export async function measure(): Promise<void> {
  const browser = await launchBrowser();
  try {
    const starts = await start(browser);
    report("page until it is there", starts.shown, 2_000);
    report("sign-in until the list is there", starts.signedIn, 2_000);
    const { page } = await prepared(await visitor(browser));
    await slowDown(page);
    report("keystroke until it is painted", await keystrokes(page), 50);
    report("Enter until the message is painted", await sends(page), 100);
    report("frame while the list scrolls", await framesOf(page, ".side-list"), 50);
    report("frame while the messages scroll", await framesOf(page, ".scroller"), 50);
  } finally {
    await browser.close();
  }
}

/** Somebody in front of an empty page, for whom the server is played. */
async function visitor(browser: Browser): Promise<Person> {
  const person = await Person.visiting(browser, undefined, "about:blank");
  await playNow(person.page, { me: { id: "marieke", displayName: "Marieke Jansen", role: "coach" } });
  await crowd(person.page, { ownId: "marieke", conversations: 1_000, messages: 700 });
  return person;
}

async function slowDown(page: Page): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
}

/** First visits, with nothing in the cache. */
async function start(browser: Browser): Promise<{ shown: Times; signedIn: Times }> {
  const [shown, signedIn]: [number[], number[]] = [[], []];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const { page, context } = await visitor(browser);
    await slowDown(page);
    await page.goto("/", { waitUntil: "commit" });
    shown.push(await page.evaluate(appears, ".demo-person"));
    const clicked = await page.evaluate(clickFirst, ".demo-person");
    signedIn.push((await page.evaluate(appears, ".rows a")) - clicked);
    await context.close();
  }
  return { shown: times(shown), signedIn: times(signedIn) };
}

async function prepared(person: Person): Promise<Person> {
  const { page } = person;
  await page.goto("/");
  await person.signIn("Marieke Jansen");
  await page.locator(".rows a").nth(999).waitFor({ state: "attached" });
  await person.open("Person 0");
  await person.messages.last().waitFor();
  await person.composer.press("ArrowUp");
  while (!(await firstIsEarly(person))) await page.keyboard.press("Home");
  await page.keyboard.press("Control+Alt+End");
  await person.composer.focus();
  return person;
}

/** Of the 700 messages 500 are loaded. */
async function firstIsEarly(person: Person): Promise<boolean> {
  return Number.parseInt(await person.messages.first().locator(".bubble").innerText(), 10) <= 201;
}

async function keystrokes(page: Page): Promise<Times> {
  await page.evaluate(watchField);
  for (let key = 0; key < KEYS; key += 1) await page.keyboard.type("abcde "[key % 6] ?? " ", { delay: PACE });
  return times(await page.evaluate(waitsUntil, KEYS));
}

async function sends(page: Page): Promise<Times> {
  await page.evaluate(watchMessages);
  for (let send = 1; send <= SENDS; send += 1) {
    await page.keyboard.type(`Message ${send}`, { delay: PACE });
    await page.keyboard.press("Enter");
    await page.evaluate(waitsUntil, send);
  }
  return times(await page.evaluate(waitsUntil, SENDS));
}

async function framesOf(page: Page, selector: string): Promise<Times> {
  await page.locator(selector).hover();
  const frames = page.evaluate(frameTimes, 3_000);
  for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, turn < 20 ? 400 : -400);
  return times(await frames);
}

/** When the first such element is painted, in milliseconds since the page was asked for. */
function appears(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  });
}

function clickFirst(selector: string): number {
  const now = performance.now();
  document.querySelector<HTMLElement>(selector)?.click();
  return now;
}

/** From each key to the frame after the one that shows its letter. */
function watchField(): void {
  const waits: number[] = [];
  Object.assign(window, { waits });
  document.querySelector("#rapport-composer")?.addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - timeStamp)));
  });
}

/** From each Enter to the frame after the one that shows its message. */
function watchMessages(): void {
  const waits: number[] = [];
  Object.assign(window, { waits });
  let pressed = 0;
  const listener = ({ key, timeStamp }: KeyboardEvent) => {
    if (key === "Enter") pressed = timeStamp;
  };
  addEventListener("keydown", listener, { capture: true });
  const observer = new MutationObserver((changes) => {
    if (pressed === 0 || !changes.some(({ addedNodes }) => addedNodes.length > 0)) return;
    const since = pressed;
    pressed = 0;
    requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - since)));
  });
  const list = document.querySelector(".message-rows");
  if (list !== null) observer.observe(list, { childList: true });
}

function waitsUntil(count: number): Promise<number[]> {
  const { waits } = window as unknown as { waits: number[] };
  return new Promise((resolve) => {
    const look = () => (waits.length < count ? setTimeout(look, 20) : resolve(waits));
    look();
  });
}

function frameTimes(during: number): Promise<number[]> {
  return new Promise((resolve) => {
    const frames: number[] = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now: number) => {
      frames.push(now - last);
      last = now;
      if (now - begin < during) requestAnimationFrame(frame);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(frame);
  });
}

function times(waits: number[]): Times {
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0 };
}

function report(what: string, { median, p95, most }: Times, budget: number): void {
  const [m, p, x] = [median, p95, most].map((time) => time.toFixed(0).padStart(5));
  process.stdout.write(
    `${what.padEnd(38)} median ${m} ms, p95 ${p} ms, most ${x} ms (budget ${budget} ms)\n`,
  );
}
