import { useSetting } from "@rapport/react";
import { useLayoutEffect } from "react";

/** Shows the page in the chosen theme; the style sheet does the rest. */
export function useTheme(): void {
  const theme = useSetting("theme");
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    for (const scheme of ["light", "dark"] as const) {
      const meta = document.querySelector<HTMLMetaElement>(`meta[data-scheme="${scheme}"]`);
      const always = theme === scheme ? "all" : "not all";
      if (meta) meta.media = theme === "auto" ? `(prefers-color-scheme: ${scheme})` : always;
    }
  }, [theme]);
}
