import { describe, expect, test } from "vitest";
import { spokenOf } from "./languages";
import { en } from "./texts-en";
import { fr } from "./texts-fr";
import { nl } from "./texts-nl";

type Tree = { readonly [key: string]: string | Tree };

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[`${prefix}${key}`, value] as const]
        : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

/** The keys without their plural endings, each with the endings it has. */
function plurals(texts: Map<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const key of texts.keys()) {
    const [, form] = PLURAL.exec(key) ?? [];
    if (form === undefined) continue;
    const stem = key.replace(PLURAL, "");
    found.set(stem, [...(found.get(stem) ?? []), form].sort());
  }
  return found;
}

const stems = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, "")))].sort();

const placeholders = (text: string) => [...new Set(text.match(/{{\w+}}/g) ?? [])].sort();

const TEXTS = { en, nl, fr };

const english = flat(en);

describe.each(Object.keys(TEXTS) as (keyof typeof TEXTS)[])("texts in %s", (language) => {
  const texts = flat(TEXTS[language]);

  test("keys_areThoseOfEnglish", () => {
    expect(stems(texts)).toEqual(stems(english));
  });

  test("plurals_haveEveryFormOfTheLanguage", () => {
    const forms = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
    expect([...plurals(texts).keys()].sort()).toEqual([...plurals(english).keys()].sort());
    expect(plurals(texts).size).toBeGreaterThan(3);
    for (const [stem, found] of plurals(texts)) expect({ stem, found }).toEqual({ stem, found: forms });
  });

  test("placeholders_areThoseOfEnglish", () => {
    for (const [key, text] of texts) {
      const model = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
      // “One” may say its number in words.
      const allowed = key.endsWith("_one") ? placeholders(text).concat("{{count}}") : placeholders(text);
      expect({ key, names: [...new Set(allowed)].sort() }).toEqual({
        key,
        names: [
          ...new Set(key.endsWith("_one") ? placeholders(model).concat("{{count}}") : placeholders(model)),
        ].sort(),
      });
    }
  });

  test("texts_saySomething", () => {
    for (const [key, text] of texts)
      expect({ key, blank: text.trim() === "" }).toEqual({ key, blank: false });
  });
});

describe("spokenOf", () => {
  test.each([
    [["nl-BE"], "nl"],
    [[null, undefined, "fr-CA", "en"], "fr"],
    [["de-DE", "FR"], "fr"],
    [["de", "constructor"], "en"],
    [[], "en"],
  ])("tags_%j_giveTheFirstThatIsSpoken", (tags, language) => {
    expect(spokenOf(tags)).toBe(language);
  });

  test.each([
    [["nl"], ["fr", "en"], "fr"],
    [["de", "en-GB"], ["fr", "en"], "en"],
    [["nl", "fr"], ["nl"], "nl"],
    [["fr"], ["de"], "fr"],
    [["fr"], [], "fr"],
  ])("tags_%j_of %j give what the organisation offers", (tags, locales, language) => {
    expect(spokenOf(tags, locales)).toBe(language);
  });
});
