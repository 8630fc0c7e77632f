/** A message and how far below the upper edge it stands, in pixels. */
export type Anchor = { readonly key: string; readonly top: number };

const TOLERANCE = 8;
const ABOVE = 64;

/** The pixels between what is in sight and the end. */
export function distanceToBottom(scroller: HTMLElement): number {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

/** The first message in sight. */
export function anchorOf(scroller: HTMLElement): Anchor | null {
  const edge = scroller.getBoundingClientRect().top;
  const rows = scroller.querySelectorAll<HTMLElement>("[data-key]");
  const row = rows[firstBelow(rows, edge)];
  return row === undefined
    ? null
    : { key: row.dataset.key ?? "", top: row.getBoundingClientRect().top - edge };
}

/** Moves so that the anchor stands where it stood. */
export function scrollToAnchor(scroller: HTMLElement, anchor: Anchor): void {
  const row = scroller.querySelector(`[data-key="${CSS.escape(anchor.key)}"]`);
  if (row === null) return;
  const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  if (top !== anchor.top) scroller.scrollTop += top - anchor.top;
}

/** The highest `seq` of the other person whose end is in sight, or 0. */
export function lastSeenSeq(scroller: HTMLElement): number {
  const edge = scroller.getBoundingClientRect().bottom + TOLERANCE;
  const rows = scroller.querySelectorAll<HTMLElement>("[data-seq]");
  return Number(rows[firstBelow(rows, edge) - 1]?.dataset.seq ?? 0);
}

/** Brings a row near the upper edge; not by `scrollIntoView`, which would move the page as well. */
export function scrollToTop(scroller: HTMLElement, row: Element): void {
  scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - ABOVE;
}

/** The first of the rows that ends below the edge: they stand one below the other, so few are looked at. */
function firstBelow(rows: ArrayLike<HTMLElement>, edge: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  return low;
}
