import text from "@rapport/react/styles.css?inline";

// The one thing that the styles ask of the element itself.
const OF_THE_ELEMENT = ":host { display: block; height: 40rem; } :host([hidden]) { display: none; }";

let sheet: CSSStyleSheet | null = null;

/** The styles for inside a shadow root, one sheet for all elements; no inline styles, which many hosts' policies forbid. */
export function styles(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(OF_THE_ELEMENT + text);
  }
  return sheet;
}
