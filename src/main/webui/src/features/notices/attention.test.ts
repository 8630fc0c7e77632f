import { afterEach, describe, expect, test, vi } from "vitest";
import { Attention } from "./attention";

type Hold = (lock: Lock | null) => unknown;

/** The shared side of the browser's locks, and the look whether nobody holds one. */
class SharedLocks {
  readonly #held = new Map<string, number>();

  request = async (name: string, options: LockOptions, hold: Hold): Promise<unknown> => {
    const held = this.#held.get(name) ?? 0;
    if (options.ifAvailable) return hold(held > 0 ? null : { name, mode: "exclusive" });
    this.#held.set(name, held + 1);
    await hold({ name, mode: "shared" });
    this.#held.set(name, (this.#held.get(name) ?? 1) - 1);
    return undefined;
  };
}

const asLocks = (locks: SharedLocks) => locks as unknown as LockManager;

function see(state: DocumentVisibilityState) {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("Attention", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("tabInSight_isSeenFromTheHiddenOnesUntilItGoes", async () => {
    const locks = asLocks(new SharedLocks());
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
    const locks = asLocks(new SharedLocks());
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

  test("browserWithoutLocks_letsEachTabSpeakForItself", async () => {
    const alone = new Attention("anna", undefined);
    see("hidden");
    expect(await alone.isAnywhere()).toBe(false);
    see("visible");
    expect(await alone.isAnywhere()).toBe(true);
  });
});
