import { useSyncExternalStore } from "react";

const DEFAULTS = {
  /** Ctrl+Enter (or ⌘+Enter) sends, and Enter alone starts a new line. */
  ctrlEnterSends: false,
  /** Keys without a modifier do something outside of text fields (WCAG 2.1.4). */
  singleKeys: true,
} as const;

/** A switch that a person sets for this browser. */
export type Setting = keyof typeof DEFAULTS;

const PREFIX = "rapport.setting.";
const listeners = new Set<() => void>();
/** What a browser that keeps nothing was told in this page. */
const unkept = new Map<Setting, boolean>();

/** The switches of this browser: booleans that say nothing about any person, and stay over a sign-out. */
export const settings = {
  get(setting: Setting): boolean {
    const told = unkept.get(setting) ?? kept(setting);
    return told ?? DEFAULTS[setting];
  },

  set(setting: Setting, on: boolean): void {
    unkept.delete(setting);
    try {
      localStorage.setItem(PREFIX + setting, String(on));
    } catch {
      unkept.set(setting, on);
    }
    for (const listener of [...listeners]) listener();
  },

  /** Calls back after a change, in this tab or another one. */
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    addEventListener("storage", listener);
    return () => {
      listeners.delete(listener);
      removeEventListener("storage", listener);
    };
  },
};

/** The present value of a switch, followed. */
export function useSetting(setting: Setting): boolean {
  return useSyncExternalStore(settings.subscribe, () => settings.get(setting));
}

function kept(setting: Setting): boolean | null {
  try {
    const value = localStorage.getItem(PREFIX + setting);
    return value === "true" || value === "false" ? value === "true" : null;
  } catch {
    return null;
  }
}
