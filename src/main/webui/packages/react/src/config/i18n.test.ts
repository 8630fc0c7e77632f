import { describe, expect, test } from "vitest";
import { newI18n, speak } from "./i18n";

describe("speak", () => {
  test("language_isLoadedWhenItIsAskedFor", async () => {
    const i18n = newI18n();
    expect(i18n.t("app.signOut")).toBe("Sign out");
    await speak(i18n, "nl");
    expect(i18n.t("app.signOut")).toBe("Uitloggen");
    await speak(i18n, "en");
    expect(i18n.t("app.signOut")).toBe("Sign out");
  });

  test("plurals_followTheLanguage", async () => {
    const i18n = newI18n();
    await speak(i18n, "fr");
    expect([0, 1, 2].map((count) => i18n.t("chat.pill", { count }))).toEqual([
      "0 nouveau message",
      "1 nouveau message",
      "2 nouveaux messages",
    ]);
    expect(i18n.t("chat.pill", { count: 1_000_000 })).toBe("1000000 de nouveaux messages");
  });

  test("lastWish_winsHoweverLongTheFirstTakes", async () => {
    const i18n = newI18n();
    await Promise.all([speak(i18n, "nl"), speak(i18n, "en")]);
    expect(i18n.language).toBe("en");
  });
});
