import { useState } from "react";
import { useSetting } from "../../hooks/settings";
import { useShortcut } from "../../hooks/shortcut";
import { KeyboardHelp } from "./keyboard-help";
import { focusRegion } from "./regions";

const FIELDS = "input, textarea, select, [contenteditable]";

/** The keys that work everywhere in the chat: ? shows them all, F6 goes from region to region. */
export function KeyboardShortcuts() {
  const singleKeys = useSetting("singleKeys");
  const [help, setHelp] = useState(false);
  useShortcut((event, scope) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "F6") {
      event.preventDefault();
      focusRegion(scope, event.shiftKey ? -1 : 1);
    }
    const inField = event.target instanceof Element && event.target.matches(FIELDS);
    if (event.key !== "?" || !singleKeys || inField) return;
    event.preventDefault();
    setHelp(true);
  });
  return help ? <KeyboardHelp onClose={() => setHelp(false)} /> : null;
}
