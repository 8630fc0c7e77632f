import type { Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { crowd } from "./crowd";
import { Person } from "./person";

const SLOWDOWN = 4;
const KEYS = 60;
const SENDS = 15;
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
    const { page } = await prepared(await Person.visiting(browser));
    const debug = await page.context().newCDPSession(page);
    await debug.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    report("keystroke until it is painted", await keystrokes(page), 50);
    report("Enter until the message is painted", await sends(page), 100);
    report("frame while the list scrolls", await framesOf(page, ".side-list"), 50);
    report("frame while the messages scroll", await framesOf(page, ".scroller"), 50);
    await page.goto("/");
    await page.reload();
    const shown = await page.evaluate(firstRow);
    report("page until the list is shown", { median: shown, p95: shown, most: shown }, 2_000);
  } finally {
    await browser.close();
  }
}

async function prepared(person: Person): Promise<Person> {
  const { page } = person;
  await crowd(page, { ownId: "marieke", conversations: 1_000, messages: 700 });
  await person.signIn("Marieke Jansen");
  await page.locator(".rows a").nth(999).waitFor({ state: "attached" });
  await person.open("Person 0");
  await person.messages.last().waitFor();
  while ((await person.messages.count()) < 500) {
    await person.composer.press("ArrowUp");
    await page.keyboard.press("Home");
  }
  await page.keyboard.press("Control+Alt+End");
  await person.composer.focus();
  return person;
}

async function keystrokes(page: Page): Promise<Times> {
  await page.evaluate(watchField);
  for (let key = 0; key < KEYS; key += 1) await page.keyboard.type("abcde "[key % 6] ?? " ", { delay: PACE });
  return times(await page.evaluate(() => (window as unknown as { waits: number[] }).waits));
}

async function sends(page: Page): Promise<Times> {
  const waits: number[] = [];
  for (let send = 0; send < SENDS; send += 1) {
    await page.keyboard.type(`Message ${send}`);
    const wait = page.evaluate(nextMessage);
    await page.keyboard.press("Enter");
    waits.push(await wait);
  }
  return times(waits);
}

async function framesOf(page: Page, selector: string): Promise<Times> {
  await page.locator(selector).hover();
  const frames = page.evaluate(frameTimes, 3_000);
  for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, turn < 20 ? 400 : -400);
  return times(await frames);
}

/** From each key to the frame after the one that shows its letter. */
function watchField(): void {
  const waits: number[] = [];
  Object.assign(window, { waits });
  document.querySelector("#composer")?.addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - timeStamp)));
  });
}

function nextMessage(): Promise<number> {
  return new Promise((resolve) => {
    let pressed = 0;
    const list = document.querySelector(".message-rows");
    const observer = new MutationObserver((changes) => {
      if (!changes.some(({ addedNodes }) => addedNodes.length > 0)) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    });
    if (list !== null) observer.observe(list, { childList: true });
    const listener = (event: KeyboardEvent) => {
      pressed = event.timeStamp;
    };
    addEventListener("keydown", listener, { once: true, capture: true });
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

function firstRow(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(".rows a") === null) requestAnimationFrame(look);
      else resolve(performance.now());
    };
    look();
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
