const STOPS = '[tabindex="0"]';
const CONTROLS = "a[href], button:enabled, input:enabled, textarea:enabled";

/** Puts the focus into the next marked region of the page, or the one before; round and round. */
export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")]
    .map((region) => ({ region, entry: entryOf(region) }))
    .filter(({ entry }) => entry !== null);
  const at = regions.findIndex(({ region }) => region.contains(document.activeElement));
  const next = at === -1 && step === -1 ? regions.length - 1 : (at + step + regions.length) % regions.length;
  regions[next]?.entry?.focus();
}

function entryOf(region: HTMLElement): HTMLElement | null {
  if (region.checkVisibility?.() === false) return null;
  return region.querySelector<HTMLElement>(STOPS) ?? region.querySelector<HTMLElement>(CONTROLS);
}
