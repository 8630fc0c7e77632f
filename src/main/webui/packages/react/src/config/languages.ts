import type { Texts } from "./texts";

/** The languages that the screens speak, each by its own name. */
export const LANGUAGES = { en: "English", nl: "Nederlands", fr: "Français" } as const;

export type Language = keyof typeof LANGUAGES;

/** English is always there; a page loads at most one of the others. */
export const TRANSLATIONS: Record<Exclude<Language, "en">, () => Promise<Texts>> = {
  nl: async () => (await import("./texts-nl")).nl,
  fr: async () => (await import("./texts-fr")).fr,
};

const ALL = Object.keys(LANGUAGES) as Language[];

/** Those of an organisation's languages that the screens speak, in its order; all where it names none. */
export function offeredOf(locales: readonly string[] | undefined): readonly Language[] {
  const offered = locales?.filter(isLanguage) ?? [];
  return offered.length > 0 ? offered : ALL;
}

/** The first of these language tags that is offered, whatever its region; else the first that is. */
export function spokenOf(
  tags: readonly (string | null | undefined)[],
  locales?: readonly string[],
): Language {
  const offered = offeredOf(locales);
  const primary = tags.map((tag) => tag?.toLowerCase().split("-")[0]);
  return primary.filter(isLanguage).find((tag) => offered.includes(tag)) ?? offered[0] ?? "en";
}

function isLanguage(tag: string | undefined): tag is Language {
  return tag !== undefined && Object.hasOwn(LANGUAGES, tag);
}
