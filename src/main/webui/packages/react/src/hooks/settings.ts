import { useSyncExternalStore } from "react";

/** Every setting with the values that it can have, the one first that it has until it is set. */
const VALUES = {
  /** Ctrl+Enter (or ⌘+Enter) sends, and Enter alone starts a new line. */
  ctrlEnterSends: [false, true],
  /** Keys without a modifier do something outside of text fields (WCAG 2.1.4). */
  singleKeys: [true, false],
  theme: ["auto", "light", "dark"],
  language: ["auto", "en", "nl", "fr"],
  /** Esc twice leaves, and this browser keeps nothing that somebody wrote. */
  discreet: [false, true],
  /** The page is blurred while something else is in front. */
  veil: [false, true],
  /** The person asked to be notified. */
  notify: [false, true],
} as const;

/** What a person sets for this browser. */
export type Setting = keyof typeof VALUES;

export type SettingValue<S extends Setting> = (typeof VALUES)[S][number];

/** A setting that is on or off. */
export type Switch = { [S in Setting]: SettingValue<S> extends boolean ? S : never }[Setting];

const PREFIX = "rapport.setting.";
const listeners = new Set<() => void>();
/** What a browser that keeps nothing was told in this page. */
const unkept = new Map<Setting, string>();

/** The settings of this browser: choices out of a few that say nothing about any person, and stay over a sign-out. */
export const settings = {
  /** The values that a setting can have. */
  valuesOf<S extends Setting>(setting: S): readonly SettingValue<S>[] {
    return VALUES[setting];
  },

  get<S extends Setting>(setting: S): SettingValue<S> {
    const values: readonly SettingValue<S>[] = VALUES[setting];
    const told = unkept.get(setting) ?? kept(setting);
    return values.find((value) => String(value) === told) ?? VALUES[setting][0];
  },

  set<S extends Setting>(setting: S, value: SettingValue<S>): void {
    unkept.delete(setting);
    try {
      // What was never chosen leaves no trace, nor does what was taken back.
      if (value === VALUES[setting][0]) localStorage.removeItem(PREFIX + setting);
      else localStorage.setItem(PREFIX + setting, String(value));
    } catch {
      unkept.set(setting, String(value));
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

/** The present value of a setting, followed. */
export function useSetting<S extends Setting>(setting: S): SettingValue<S> {
  return useSyncExternalStore(settings.subscribe, () => settings.get(setting));
}

function kept(setting: Setting): string | null {
  try {
    return localStorage.getItem(PREFIX + setting);
  } catch {
    return null;
  }
}
