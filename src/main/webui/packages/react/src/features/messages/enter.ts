import type { KeyboardEvent } from "react";

/** Whether a key in a text field means "send": by the person's setting, and never while a word is being composed. */
export function isSendKey(event: KeyboardEvent, ctrlEnterSends: boolean): boolean {
  // 229 is what Safari gives for the Enter that ends a composition, after `isComposing` has become false.
  if (event.key !== "Enter" || event.nativeEvent.isComposing || event.keyCode === 229) return false;
  return ctrlEnterSends ? event.ctrlKey || event.metaKey : !event.shiftKey && !event.altKey;
}
