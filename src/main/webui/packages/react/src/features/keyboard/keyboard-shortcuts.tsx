import { useEffect, useEffectEvent, useState } from "react";
import { useSetting } from "../../hooks/settings";
import { KeyboardHelp } from "./keyboard-help";
import { focusRegion } from "./regions";

const FIELDS = "input, textarea, select, [contenteditable]";

/** The keys that work everywhere on the screen: ? shows them all, F6 goes from region to region. */
export function KeyboardShortcuts() {
  const singleKeys = useSetting("singleKeys");
  const [help, setHelp] = useState(false);
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A dialog has the keyboard for itself.
    if (document.querySelector("dialog[open]") !== null) return;
    if (event.key === "F6") {
      event.preventDefault();
      focusRegion(event.shiftKey ? -1 : 1);
    }
    const inField = event.target instanceof Element && event.target.matches(FIELDS);
    if (event.key !== "?" || !singleKeys || inField) return;
    event.preventDefault();
    setHelp(true);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
  return help ? <KeyboardHelp onClose={() => setHelp(false)} /> : null;
}
