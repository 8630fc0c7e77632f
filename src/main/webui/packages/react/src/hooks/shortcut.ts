import { createContext, type RefObject, useContext, useEffect, useEffectEvent } from "react";

const ShortcutScope = createContext<RefObject<HTMLElement | null> | null>(null);

/** Keys that need no focus of their own are heard inside this element; without it, on the whole page. */
export const ShortcutScopeProvider = ShortcutScope.Provider;

/**
 * Hears a key wherever the focus is on the page, or in the chat, where that is a part of somebody else's page. Not while a dialog
 * is open, which has the keyboard for itself.
 */
export function useShortcut(pressed: (event: KeyboardEvent, scope: ParentNode) => void): void {
  const part = useContext(ShortcutScope);
  const heard = useEffectEvent((event: KeyboardEvent) => {
    const scope = part?.current ?? document;
    // By its name, which the browser remembers: a selector would be looked for in every row, at every key.
    const dialogs = scope.getElementsByTagName("dialog");
    if (!Array.from(dialogs).some(({ open }) => open)) pressed(event, scope);
  });
  useEffect(() => {
    const place = part?.current ?? window;
    const listener = (event: Event) => heard(event as KeyboardEvent);
    place.addEventListener("keydown", listener);
    return () => place.removeEventListener("keydown", listener);
  }, [part]);
}
