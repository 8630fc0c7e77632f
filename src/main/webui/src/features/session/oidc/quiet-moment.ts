const TICK = 1_000;
const QUIET = 5_000;
const AGAIN_AFTER = 10_000;
const INPUTS = ["keydown", "pointerdown", "wheel", "touchmove", "compositionupdate"] as const;

/** The time in which something may happen, in milliseconds since the epoch. */
export type Span = { readonly from: number; readonly until: number };

/**
 * Calls `act` when it disturbs least: after `from`, once nobody looks at the page or has touched it for some seconds, or
 * else when `until` has come. What came to nothing is called again, until `stop`.
 */
export function atQuietMoment({ from, until }: Span, act: () => void): { readonly stop: () => void } {
  let touched = Date.now();
  let notBefore = from;
  const touch = () => {
    touched = Date.now();
  };
  const look = () => {
    const now = Date.now();
    const quiet = document.visibilityState === "hidden" || now - touched > QUIET;
    if (now < notBefore || (now < until && !quiet)) return;
    notBefore = now + AGAIN_AFTER;
    act();
  };
  const timer = setInterval(look, TICK);
  for (const input of INPUTS) addEventListener(input, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", look);
  const stop = () => {
    clearInterval(timer);
    for (const input of INPUTS) removeEventListener(input, touch, { capture: true });
    document.removeEventListener("visibilitychange", look);
  };
  return { stop };
}
