import { describe, expect, test } from "vitest";
import tokens from "./tokens.css?raw";

/** The two colours of each token that has a pair. */
const pairs = new Map(
  [...tokens.matchAll(/--([\w-]+):[^;]*?light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }] as const,
  ),
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** By the formula of WCAG. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["ground", "surface", "surface-raised"];
const TINTS = ["tint-0", "tint-1", "tint-2", "tint-3", "tint-4", "tint-5"];

/** What is read on what: 4.5 to 1. */
const TEXTS: [string, string[]][] = [
  ["ink", [...GROUNDS, "surface-hover", "surface-chosen", "bubble-peer", ...TINTS]],
  ["ink-muted", [...GROUNDS, "surface-hover", "surface-chosen"]],
  ["accent", GROUNDS],
  ["on-accent", ["accent", "accent-hover"]],
  ["bubble-own-ink", ["bubble-own"]],
  ["danger", [...GROUNDS, "danger-ground"]],
  ["warning-ink", ["warning-ground"]],
];

/** What must be seen on what: 3 to 1. */
const EDGES: [string, string[]][] = [
  ["edge-strong", GROUNDS],
  ["focus", [...GROUNDS, "surface-hover", "surface-chosen", "bubble-own", "bubble-peer"]],
  ["danger", ["bubble-own", "ground"]],
  ["accent", [...GROUNDS, "surface-chosen"]],
];

const cases = (wanted: [string, string[]][]) =>
  wanted.flatMap(([front, backs]) =>
    backs.flatMap((back) => (["light", "dark"] as const).map((scheme) => [front, back, scheme] as const)),
  );

function contrastOf(front: string, back: string, scheme: "light" | "dark"): number {
  const [one, other] = [pairs.get(front), pairs.get(back)];
  if (one === undefined || other === undefined) throw new Error(`No pair for ${front} or ${back}`);
  return contrast(one[scheme], other[scheme]);
}

describe("colours", () => {
  test("formula_isThatOfTheStandard", () => {
    expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  test.each(cases(TEXTS))("text_%sOn_%s_%s", (front, back, scheme) => {
    expect(contrastOf(front, back, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(cases(EDGES))("edge_%sOn_%s_%s", (front, back, scheme) => {
    expect(contrastOf(front, back, scheme)).toBeGreaterThanOrEqual(3);
  });
});
