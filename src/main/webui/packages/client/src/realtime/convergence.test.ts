import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBrowser, type FakeTab } from "../testing/fake-browser";
import { FakeConversation, problem } from "../testing/fake-conversation";
import { ConversationSync } from "./conversation-sync";
import { timeline } from "./timeline";

/** What may happen to a call on its way: the request or the answer is lost, or the server refuses. */
const WEATHERS = ["fair", "lossy", "away", "busy", "broken"] as const;
type Weather = (typeof WEATHERS)[number];

const at = fc.nat({ max: 1_000 });
const tab = fc.nat({ max: 1 });

const steps = <const Name extends string>(...names: Name[]) => fc.constantFrom(...names);

/** One thing that happens, to the conversation, to the network, or in one of two tabs. */
const step = fc.oneof(
  { weight: 5, arbitrary: plain({ do: steps("peerWrites") }) },
  { weight: 1, arbitrary: plain({ do: steps("otherDeviceWrites") }) },
  { weight: 2, arbitrary: plain({ do: steps("edit", "erase"), at }) },
  { weight: 5, arbitrary: plain({ do: steps("send"), tab, burst: fc.integer({ min: 1, max: 3 }) }) },
  // Zero times is a notification that was lost.
  { weight: 5, arbitrary: plain({ do: steps("hint"), tab, times: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: plain({ do: steps("resume", "older", "read"), tab }) },
  { weight: 1, arbitrary: plain({ do: steps("retry", "discard"), tab }) },
  { weight: 2, arbitrary: plain({ do: steps("reload"), tab }) },
  { weight: 2, arbitrary: plain({ do: steps("weather"), weather: fc.constantFrom(...WEATHERS) }) },
  { weight: 4, arbitrary: plain({ do: steps("wait"), time: fc.nat({ max: 3_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A record that a failure prints as one would write it. */
function plain<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

/** Remembers what was written first, whatever became of it. */
class RememberingConversation extends FakeConversation {
  readonly originals: string[] = [];

  override write(senderId: string, text: string) {
    this.originals.push(text);
    return super.write(senderId, text);
  }
}

/** Two tabs of one browser and a server, with numbers drawn from a seed. */
class World {
  readonly server = new RememberingConversation();
  readonly browser = new FakeBrowser();
  readonly tabs: { tab: FakeTab; sync: ConversationSync }[] = [];
  /** What each tab was asked to send, in its order, over all its reloads. */
  readonly written: string[][] = [[], []];
  /** Discarded by hand, or cut off by a crash before it was kept: it may be missing, never doubled. */
  readonly mayBeMissing = new Set<string>();
  /** Once failed, it may come later than what was written after it. */
  readonly onceFailed = new Set<string>();
  weather: Weather = "fair";
  #random: number;
  #texts = 0;

  constructor(seed: number) {
    this.#random = seed;
    this.server.pageSize = 6;
    for (let number = 0; number < 9; number += 1) this.server.write("peer", `before ${number}`);
    this.server.onCall = async (call) => {
      await this.#pause();
      if (this.weather === "away") throw new TypeError("network");
      if (this.weather === "lossy" && this.#draw() < 0.3) throw new TypeError("network");
      if (this.weather === "busy" && this.#draw() < 0.5)
        throw problem(this.#draw() < 0.5 ? 429 : 503, "busy", { "Retry-After": `${1 + 3 * this.#draw()}` });
      if (this.weather === "broken" && this.#draw() < 0.6)
        throw problem(call === "send" && this.#draw() < 0.2 ? 422 : 500, "internal");
    };
    this.server.onAnswer = async () => {
      await this.#pause();
      if (this.weather !== "fair" && this.#draw() < 0.4) throw new TypeError("network");
    };
    this.browser.storeDelay = () => (this.#draw() < 0.5 ? 0 : Math.ceil(this.#draw() * 30));
    this.#open(0);
    this.#open(1);
  }

  take(step: Step): void {
    const { server } = this;
    if (step.do === "peerWrites") server.write("peer", this.#text());
    else if (step.do === "otherDeviceWrites") server.write("me", this.#text());
    else if (step.do === "edit") server.change(this.#seq(step.at), this.#text());
    else if (step.do === "erase") server.erase(this.#seq(step.at));
    else if (step.do === "weather") this.weather = step.weather;
    else if ("tab" in step) this.#inTab(step);
  }

  /** All is well again, and somebody tries again what failed. */
  async heal(): Promise<void> {
    this.weather = "fair";
    await pass(70_000, 250);
    for (const { sync } of this.tabs) void sync.resume();
    await pass(5_000, 50);
    for (const index of this.tabs.keys()) this.#inTab({ do: "retry", tab: index });
    await pass(20_000, 100);
  }

  stop(): void {
    for (const { sync } of this.tabs) sync.stop();
  }

  #inTab(step: Extract<Step, { tab: number }>): void {
    const { sync, tab } = this.#tab(step.tab);
    const failed = sync.state.getSnapshot().pending.filter(({ delivery }) => delivery.kind === "failed");
    if (step.do === "send") {
      for (let count = 0; count < step.burst; count += 1) {
        const text = this.#text();
        this.written[step.tab]?.push(text);
        sync.send(text);
      }
    } else if (step.do === "hint") {
      for (let count = 0; count < step.times; count += 1)
        setTimeout(() => void sync.refresh(), this.#draw() * 500);
    } else if (step.do === "retry") for (const { key } of failed) sync.retry(key);
    else if (step.do === "discard") {
      for (const { key, text } of failed.slice(0, 1)) {
        this.mayBeMissing.add(text);
        sync.discard(key);
      }
    } else if (step.do === "reload") {
      const kept = new Set(this.browser.kept.map(({ message }) => message.text));
      for (const text of this.written[step.tab] ?? [])
        if (!kept.has(text) && !this.server.originals.includes(text)) this.mayBeMissing.add(text);
      tab.kill();
      sync.stop();
      this.#open(step.tab);
    } else if (step.do === "resume") void sync.resume();
    else if (step.do === "older") void sync.loadOlder();
    else sync.markRead(sync.state.getSnapshot().messages.at(-1)?.seq ?? 0);
  }

  #open(index: number): void {
    const tab = this.browser.openTab();
    const sync = new ConversationSync({
      peerId: "peer",
      transport: this.server,
      isReachable: () => this.weather !== "away",
      onListStale: () => undefined,
      shared: tab.shared,
      random: () => this.#draw(),
    });
    tab.shared.tabs.listen((news) => sync.hear(news));
    sync.state.subscribe(() => {
      for (const { text, delivery } of sync.state.getSnapshot().pending)
        if (delivery.kind === "failed") this.onceFailed.add(text);
    });
    this.tabs[index] = { tab, sync };
    void sync.refresh();
  }

  #tab(index: number) {
    const found = this.tabs[index];
    if (found === undefined) throw new Error("No such tab");
    return found;
  }

  #seq(at: number): number {
    return 1 + (at % this.server.messages.length);
  }

  #text(): string {
    this.#texts += 1;
    return `text ${this.#texts}`;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#draw() * 200));
  }

  #draw(): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random / 2_147_483_647;
  }
}

/**
 * Lets virtual time pass in small pieces with all promises settled in between; Vitest's own way takes a millisecond of
 * real time for each timer, which would leave time for few schedules.
 */
async function pass(time: number, piece: number): Promise<void> {
  for (let passed = 0; passed < time; passed += piece) {
    vi.advanceTimersByTime(Math.min(piece, time - passed));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What holds at every moment, whatever is on its way. */
function expectOrderWithoutDoubles({ tabs, server }: World): void {
  for (const { sync } of tabs) {
    const entries = timeline(sync.state.getSnapshot(), "me");
    const seqs = entries.filter(({ seq }) => seq > 0).map(({ seq }) => seq);
    // Not yet without holes: one that was changed comes with its change, on the page after those written later.
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(entries.slice(0, seqs.length).every(({ seq }) => seq > 0)).toBe(true);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  }
  const textOf = new Map<string, string>();
  for (const { key, text } of server.posts) {
    expect(textOf.get(key) ?? text).toBe(text);
    textOf.set(key, text);
  }
}

/** What holds once it is quiet and each tab has fetched once. */
function expectTheServersState({ tabs, server, written, mayBeMissing, onceFailed }: World): void {
  for (const { sync } of tabs) {
    const { messages, pending, readSeq } = sync.state.getSnapshot();
    expect(pending).toEqual([]);
    expect(messages).toEqual(server.messages.slice((messages[0]?.seq ?? 1) - 1));
    expect(readSeq).toBe(server.readSeq);
  }
  for (const texts of written) {
    for (const text of texts) {
      const times = server.originals.filter((each) => each === text).length;
      expect({ text, times }).toEqual({ text, times: mayBeMissing.has(text) && times === 0 ? 0 : 1 });
    }
    const places = texts
      .filter((text) => !onceFailed.has(text))
      .map((text) => server.originals.indexOf(text))
      .filter((place) => place >= 0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
}

describe("convergence", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("anySchedule_endsInTheServersStateWithinOneFetchAfterQuiet", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60, size: "max" }),
        fc.integer({ min: 1, max: 2_147_483_646 }),
        async (steps, seed) => {
          const world = new World(seed);
          for (const each of steps) {
            world.take(each);
            await pass(each.do === "wait" ? each.time : 20, 5);
            expectOrderWithoutDoubles(world);
          }
          await world.heal();
          // Something that no notification told: the one fetch must find it.
          world.take({ do: "peerWrites" });
          for (const { sync } of world.tabs) void sync.refresh();
          await pass(3_000, 20);
          expectTheServersState(world);
          world.stop();
        },
      ),
      // A failure prints its seed and path; give them here, without `endOnFailure`, for a smaller example.
      { numRuns: 60, endOnFailure: true },
    );
  }, 60_000);
});
