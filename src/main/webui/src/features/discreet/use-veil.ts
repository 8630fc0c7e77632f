import { useSetting } from "@rapport/react";
import { useEffect } from "react";

/** Blurs the page while the person looks elsewhere, if they chose so; the style sheet says how. */
export function useVeil(): void {
  const on = useSetting("veil");
  useEffect(() => {
    if (!on) return;
    const page = document.documentElement;
    const look = () => page.toggleAttribute("data-veiled", !document.hasFocus());
    const events = ["focus", "blur", "visibilitychange"] as const;
    for (const event of events) addEventListener(event, look, { capture: true });
    look();
    return () => {
      for (const event of events) removeEventListener(event, look, { capture: true });
      page.removeAttribute("data-veiled");
    };
  }, [on]);
}
