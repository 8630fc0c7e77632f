import { afterEach, describe, expect, test, vi } from "vitest";
import { formatOf } from "./format";

const AFTERNOON = new Date(2025, 2, 3, 14, 5);

function browserSpeaks(...languages: string[]) {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
}

describe("formatOf", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ["nl", "maandag 3 maart 2025"],
    ["fr", "lundi 3 mars 2025"],
  ])("dates_areWrittenIn_%s", (language, text) => {
    browserSpeaks("de-DE");
    expect(formatOf(language).longDate(AFTERNOON)).toBe(text);
  });

  test("customs_areThoseOfTheBrowsersRegion", () => {
    browserSpeaks("nl-NL", "en-GB");
    expect(formatOf("en").clock(AFTERNOON)).toBe("14:05");
    browserSpeaks("en-US");
    expect(formatOf("en").clock(AFTERNOON)).toMatch(/^2:05.PM$/);
  });

  test("recent_isAsShortAsTheDistanceAllows", () => {
    browserSpeaks("nl-NL");
    const { recent } = formatOf("nl");
    expect(recent(AFTERNOON, new Date(2025, 2, 3, 23, 59))).toBe("14:05");
    expect(recent(AFTERNOON, new Date(2025, 2, 4, 0, 1))).toBe("ma");
    expect(recent(AFTERNOON, new Date(2025, 2, 10, 0, 1))).toBe("3 mrt");
  });

  test("formatters_areMadeOnce", () => {
    browserSpeaks("fr-BE");
    expect(formatOf("fr")).toBe(formatOf("fr"));
  });
});
