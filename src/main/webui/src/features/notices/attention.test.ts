import { afterEach, describe, expect, test, vi } from "vitest";
import { Attention } from "./attention";

type Hold = (lock: Lock | null) => unknown;

/** The browser's locks, as far as they are used: shared ones stand together, an exclusive one waits for its turn. */
class FakeLocks {
  readonly #held: Lock[] = [];
  readonly #waiting: (() => void)[] = [];

  request = async (name: string, options: LockOptions, hold: Hold): Promise<unknown> => {
    const mode = options.mode ?? "exclusive";
    const isFree = () =>
      this.#held.every((lock) => lock.name !== name || (lock.mode === "shared" && mode === "shared"));
    if (options.ifAvailable && !isFree()) return hold(null);
    while (!isFree()) await new Promise<void>((next) => this.#waiting.push(next));
    const lock = { name, mode };
    this.#held.push(lock);
    try {
      return await hold(lock);
    } finally {
      this.#held.splice(this.#held.indexOf(lock), 1);
      for (const next of this.#waiting.splice(0)) next();
    }
  };

  holders(name: string): number {
    return this.#held.filter((lock) => lock.name === name).length;
  }
}

const asLocks = (locks: FakeLocks) => locks as unknown as LockManager;

function see(state: DocumentVisibilityState) {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("Attention", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("tabInSight_isSeenFromTheHiddenOnesUntilItGoes", async () => {
    const locks = asLocks(new FakeLocks());
    const inSight = new Attention("anna", locks);
    see("visible");
    const stop = inSight.start();
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const hidden = new Attention("anna", locks);
    expect(await hidden.isAnywhere()).toBe(true);
    expect(await new Attention("karim", locks).isAnywhere()).toBe(false);
    stop();
    await expect.poll(() => hidden.isAnywhere()).toBe(false);
  });

  test("tabThatIsHidden_countsNoLongerAndAgainWhenItComesBack", async () => {
    const locks = asLocks(new FakeLocks());
    see("visible");
    const stop = new Attention("anna", locks).start();
    see("hidden");
    const other = new Attention("anna", locks);
    await expect.poll(() => other.isAnywhere()).toBe(false);
    see("visible");
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    expect(await other.isAnywhere()).toBe(true);
    stop();
  });

  test("tabsInSight_countTogetherAndNoneWaitsForAnother", async () => {
    const locks = new FakeLocks();
    see("visible");
    const stops = [1, 2].map(() => new Attention("anna", asLocks(locks)).start());
    await expect.poll(() => locks.holders("rapport:looking:anna")).toBe(2);
    const hidden = new Attention("anna", asLocks(locks));
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    stops[0]?.();
    expect(await hidden.isAnywhere()).toBe(true);
    stops[1]?.();
    await expect.poll(() => hidden.isAnywhere()).toBe(false);
  });

  test("browserWithoutLocks_letsEachTabSpeakForItself", async () => {
    const alone = new Attention("anna", undefined);
    see("hidden");
    expect(await alone.isAnywhere()).toBe(false);
    see("visible");
    expect(await alone.isAnywhere()).toBe(true);
  });
});
