/** A piece of a message: plain text, or an address that can be opened. */
export type TextPart = { readonly text: string; readonly href: string | null };

/** Only what follows a known scheme; marks that turn the direction of writing could disguise an address. */
const ADDRESS = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = /[.,;:!?…'*_~\])}]$/u;
const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** Splits a text at the addresses in it. The parts together are the text, letter by letter. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const shown = withoutTrailing(found);
    const href = hrefOf(shown);
    if (href === null) continue;
    if (index > end) parts.push({ text: text.slice(end, index), href: null });
    parts.push({ text: shown, href });
    end = index + shown.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** The punctuation of the sentence is not part of the address, a bracket only if it was opened inside. */
function withoutTrailing(found: string): string {
  let address = found;
  while (TRAILING.test(address)) {
    const last = address.at(-1);
    if (last === ")" && count(address, "(") >= count(address, ")")) break;
    address = address.slice(0, -1);
  }
  return address;
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // A name before an @ makes one host look like another.
  if (!SCHEMES.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  return url.protocol === "mailto:" && !url.pathname.includes("@") ? null : url.href;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
