import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textParts } from "./links";

const hrefs = (text: string) =>
  textParts(text)
    .map(({ href }) => href)
    .filter((href) => href !== null);

describe("textParts", () => {
  test.each([
    ["see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]],
    ["(http://example.org/x_(y))", ["http://example.org/x_(y)"]],
    ["write to mailto:help@example.org, please", ["mailto:help@example.org"]],
    ["HTTPS://EXAMPLE.ORG and https://two.example", ["https://example.org/", "https://two.example/"]],
    ["https://münchen.example/straße", ["https://xn--mnchen-3ya.example/stra%C3%9Fe"]],
  ])("address_%#_isFound", (text, expected) => expect(hrefs(text)).toEqual(expected));

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt://example.org/%0aalert(1)",
    "data:text/html,<b>x</b>",
    "file:///etc/passwd",
    "https://good.example@evil.example/",
    "https://user:secret@evil.example",
    "https://",
    "mailto:nobody",
    "example.org",
    "xhttps://example.org",
  ])("address_%s_isNoLink", (text) => expect(hrefs(text)).toEqual([]));

  test("markThatTurnsTheDirection_endsAnAddress", () => {
    expect(hrefs("https://example.org/\u202egpj.exe")).toEqual(["https://example.org/"]);
  });

  test("parts_togetherAreTheText", () => {
    const piece = fc.constantFrom(
      "https://a.example/",
      "mailto:a@b.example",
      "javascript:",
      " ",
      ".",
      ")",
      "é<",
      "@",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const parts = textParts(text);
        expect(parts.map((part) => part.text).join("")).toBe(text);
        for (const { href } of parts) if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
      }),
    );
  });
});
