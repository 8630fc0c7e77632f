import { useEffect, useEffectEvent } from "react";

const TWICE_WITHIN = 1_000;

/** Calls back when Esc is pressed twice in a row, and not to close something or to end a composition. */
export function useEscTwice(on: boolean, onTwice: () => void): void {
  const twice = useEffectEvent(onTwice);
  useEffect(() => {
    if (!on) return;
    let first = Number.NEGATIVE_INFINITY;
    const pressed = (event: KeyboardEvent) => {
      if (event.repeat) return;
      const counts =
        event.key === "Escape" && !event.isComposing && event.keyCode !== 229 && !isSomethingOpen();
      const again = counts && event.timeStamp - first < TWICE_WITHIN;
      first = counts ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (again) twice();
    };
    // Before anybody else can keep the key for themselves.
    addEventListener("keydown", pressed, { capture: true });
    return () => removeEventListener("keydown", pressed, { capture: true });
  }, [on]);
}

function isSomethingOpen(): boolean {
  return document.querySelector("dialog[open], :popover-open, [role=menu], [aria-expanded=true]") !== null;
}
