import type { Texts } from "./texts";

/** The languages that the screens speak, each by its own name. */
export const LANGUAGES = { en: "English", nl: "Nederlands", fr: "Français" } as const;

export type Language = keyof typeof LANGUAGES;

/** English is always there; a page loads at most one of the others. */
export const TRANSLATIONS: Record<Exclude<Language, "en">, () => Promise<Texts>> = {
  nl: async () => (await import("./texts-nl")).nl,
  fr: async () => (await import("./texts-fr")).fr,
};

/** The first of these language tags that the screens speak, whatever its region; else English. */
export function spokenOf(tags: readonly (string | null | undefined)[]): Language {
  const primary = tags.map((tag) => tag?.toLowerCase().split("-")[0]);
  return primary.find(isLanguage) ?? "en";
}

function isLanguage(tag: string | undefined): tag is Language {
  return tag !== undefined && Object.hasOwn(LANGUAGES, tag);
}
