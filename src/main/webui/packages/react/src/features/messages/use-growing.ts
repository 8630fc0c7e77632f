import { type RefObject, useLayoutEffect } from "react";

const MOST_LINES_HEIGHT = 180;

/** Lets a field grow with its text where the browser does not do it by itself. */
export function grow(element: HTMLTextAreaElement | null): void {
  if (element === null || globalThis.CSS?.supports?.("field-sizing", "content")) return;
  element.style.height = "auto";
  element.style.height = `${Math.min(element.scrollHeight, MOST_LINES_HEIGHT)}px`;
}

export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => grow(field.current), [field, text]);
}
