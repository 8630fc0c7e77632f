/** The longest message in bytes of UTF-8. */
export const LONGEST = 8_192;

const encoder = new TextEncoder();

/** How many bytes of UTF-8 a text takes. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** Whether the server would take the text. */
export function isSendable(text: string): boolean {
  return text.trim() !== "" && bytesOf(text) <= LONGEST;
}
