const FLOOR = 1_000;
const CEILING = 30_000;

/** A number in [0, 1), as `Math.random` gives. */
export type Random = () => number;

/**
 * The wait before the given attempt (1, 2, …) in milliseconds: full jitter between one second and an
 * exponentially growing limit of at most thirty, so that browsers do not come back in step.
 */
export function backoff(attempt: number, random: Random = Math.random): number {
  const limit = Math.min(CEILING, FLOOR * 2 ** Math.min(attempt, 10));
  return Math.round(FLOOR + random() * (limit - FLOOR));
}
