import { useSyncExternalStore } from "react";

type Entry = { readonly ownBefore?: number };

const listeners = new Set<() => void>();

/** How many entries of the history, before the present one, are this page's own. */
export function ownEntriesBefore(): number {
  return (history.state as Entry | null)?.ownBefore ?? 0;
}

/** Goes to an address of this page: a new entry of the history, or in place of the present one. */
export function goTo(path: string, place: "push" | "replace" = "push"): void {
  if (place === "push" && path === location.pathname) return;
  if (place === "replace") history.replaceState({ ownBefore: ownEntriesBefore() }, "", path);
  else history.pushState({ ownBefore: ownEntriesBefore() + 1 }, "", path);
  for (const listener of [...listeners]) listener();
}

/** The path of the present address, followed. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("popstate", listener);
  };
}
