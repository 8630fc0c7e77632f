import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { atQuietMoment } from "./quiet-moment";

const FROM = 60_000;
const UNTIL = 90_000;

describe("atQuietMoment", () => {
  let stop = () => {};

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  function setUp() {
    const act = vi.fn();
    ({ stop } = atQuietMoment({ from: FROM, until: UNTIL }, act));
    return act;
  }

  function typeUntil(time: number): void {
    while (Date.now() < time) {
      dispatchEvent(new KeyboardEvent("keydown"));
      vi.advanceTimersByTime(1_000);
    }
  }

  test("act_isNeverCalledBeforeTheSpan", () => {
    const act = setUp();
    vi.advanceTimersByTime(FROM - 1);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("person_whoTypesIsNotDisturbedBeforeTheLastMoment", () => {
    const act = setUp();
    typeUntil(UNTIL - 1_000);
    expect(act).not.toHaveBeenCalled();
    typeUntil(UNTIL);
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("person_whoPausesIsNotWaitedForAnyLonger", () => {
    const act = setUp();
    typeUntil(FROM + 2_000);
    vi.advanceTimersByTime(4_000);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("page_thatIsHiddenIsTakenAtOnce", () => {
    const act = setUp();
    typeUntil(FROM + 500);
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("act_thatComesToNothingIsRepeatedAtLeisure", () => {
    const act = setUp();
    vi.advanceTimersByTime(FROM + 9_000);
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(act).toHaveBeenCalledTimes(2);
  });

  test("stop_endsIt", () => {
    const act = setUp();
    stop();
    vi.advanceTimersByTime(UNTIL);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(act).not.toHaveBeenCalled();
  });
});
