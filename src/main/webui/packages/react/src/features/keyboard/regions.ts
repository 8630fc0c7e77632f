const STOPS = '[tabindex="0"]';
const CONTROLS = "a[href], button:enabled, input:enabled, textarea:enabled";

/** Puts the focus into the next marked region, or the one before; round and round. */
export function focusRegion(scope: ParentNode, step: 1 | -1): void {
  const regions = [...scope.querySelectorAll<HTMLElement>("[data-region]")]
    .map((region) => ({ region, entry: entryOf(region) }))
    .filter(({ entry }) => entry !== null);
  // In a shadow root the document knows only that the focus is somewhere in it.
  const focused = (scope.getRootNode() as Document | ShadowRoot).activeElement;
  const at = regions.findIndex(({ region }) => region.contains(focused));
  const next = at === -1 && step === -1 ? regions.length - 1 : (at + step + regions.length) % regions.length;
  regions[next]?.entry?.focus();
}

function entryOf(region: HTMLElement): HTMLElement | null {
  if (region.checkVisibility?.() === false) return null;
  return region.querySelector<HTMLElement>(STOPS) ?? region.querySelector<HTMLElement>(CONTROLS);
}
