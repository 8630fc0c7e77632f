import type { KeyboardEvent } from "react";

const CONTROLS = "button, a, textarea, input";

/** What the keys of the message list do. */
export type MessageKeys = {
  readonly onLeave: () => void;
  readonly onEarlier: () => void;
  /** Keys without a modifier act on a message that was not sent. */
  readonly singleKeys: boolean;
  readonly onFailedKey: (key: string, action: "retry" | "copy" | "discard") => void;
};

const FAILED_KEYS = { r: "retry", c: "copy", delete: "discard" } as const;

/** Moves among the messages and acts on the focused one. */
export function messageListKey(event: KeyboardEvent<HTMLElement>, keys: MessageKeys): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return keys.onLeave();
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("article")];
  const target = targetOf(event, articles);
  if (target !== undefined) {
    event.preventDefault();
    if (event.key === "Home" && target === document.activeElement) keys.onEarlier();
    return target.focus();
  }
  // A button or a link in the message has its own Enter and its own letters.
  if (!(event.target instanceof HTMLElement) || event.target.matches(CONTROLS)) return;
  if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    event.preventDefault();
    return event.target.parentElement?.querySelector<HTMLElement>("[data-menu-button]")?.click();
  }
  failedKey(event, event.target, keys);
}

function failedKey(event: KeyboardEvent, article: HTMLElement, keys: MessageKeys): void {
  const action = FAILED_KEYS[event.key.toLowerCase() as keyof typeof FAILED_KEYS];
  const key = article.closest<HTMLElement>("[data-key]")?.dataset.key;
  if (!keys.singleKeys || action === undefined || key === undefined || !("failed" in article.dataset)) return;
  event.preventDefault();
  keys.onFailedKey(key, action);
}

function targetOf(event: KeyboardEvent<HTMLElement>, articles: HTMLElement[]): HTMLElement | undefined {
  const last = articles.length - 1;
  const at = articles.findIndex((article) => article.contains(document.activeElement));
  if (event.shiftKey) return undefined;
  switch (event.key) {
    case "ArrowUp":
      return articles[at === -1 ? last : Math.max(0, at - 1)];
    case "ArrowDown":
      return articles[at === -1 ? last : Math.min(last, at + 1)];
    case "PageUp":
      return articles[at === -1 ? last : aScreenFrom(articles, at, -1, event.currentTarget.clientHeight)];
    case "PageDown":
      return articles[at === -1 ? last : aScreenFrom(articles, at, 1, event.currentTarget.clientHeight)];
    case "Home":
      return articles[0];
    case "End":
      return articles[last];
    default:
      return undefined;
  }
}

/** The message about one screen away, at least the next one. */
function aScreenFrom(articles: HTMLElement[], at: number, step: 1 | -1, screen: number): number {
  const top = (index: number) => articles[index]?.getBoundingClientRect().top ?? 0;
  const start = top(at);
  let index = Math.min(Math.max(0, at + step), articles.length - 1);
  while (articles[index + step] !== undefined && Math.abs(top(index + step) - start) < screen) index += step;
  return index;
}
