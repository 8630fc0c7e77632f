import { describe, expect, test } from "vitest";

const sheets = import.meta.glob<string>(["/src/**/*.css", "/packages/*/src/**/*.css"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Properties and values that point to a side of the screen instead of a side of the text. */
const PHYSICAL =
  /(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius|left|right)(?:-\w+)*\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)/;
/** Four different sides in one value are top, right, bottom, left. */
const FOUR_SIDES = /(?<![\w-])(?:margin|padding|inset)\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+);/;

const withoutComments = (css: string) => css.replace(/\/\*.*?\*\//gs, "");

const linesThat = (wrong: (line: string) => boolean) =>
  Object.entries(sheets).flatMap(([path, css]) =>
    withoutComments(css)
      .split("\n")
      .filter(wrong)
      .map((line) => `${path}: ${line.trim()}`),
  );

describe("styles", () => {
  test("sheets_areFound", () => {
    expect(Object.values(sheets).join("")).toContain("light-dark(");
    expect(Object.keys(sheets).length).toBeGreaterThan(5);
  });

  test("properties_followTheDirectionOfTheText", () => {
    const turned = (line: string) => {
      const [, , end, , start] = FOUR_SIDES.exec(line) ?? [];
      return PHYSICAL.test(line) || end !== start;
    };
    expect(linesThat(turned)).toEqual([]);
  });

  test("colours_areInTheTokensAlone", () => {
    const found = linesThat((line) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(/i.test(line));
    expect(found.filter((line) => !line.includes("/styles/tokens.css"))).toEqual([]);
  });
});
