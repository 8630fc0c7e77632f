import { describe, expect, test } from "vitest";
import { backoff } from "./backoff";
import { afterClose } from "./close-code";
import { parseFrame } from "./notification";
import { uuidV7 } from "./uuid";

describe("afterClose", () => {
  test.each([
    [4401, "renew-token"],
    [4403, "no-access"],
    [4409, "replaced"],
    [1008, "stop"],
    [1012, "reconnect"],
    [1013, "reconnect"],
    [1001, "reconnect"],
    [1000, "reconnect"],
    [1006, "reconnect"],
    [3000, "reconnect"],
  ])("%i_means_%s", (code, next) => expect(afterClose(code)).toBe(next));
});

describe("backoff", () => {
  test("jitter_staysBetweenOneSecondAndAGrowingLimit", () => {
    expect([1, 2, 3, 9].map((attempt) => backoff(attempt, () => 0))).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect([1, 2, 3, 5, 99].map((attempt) => backoff(attempt, () => 1))).toEqual([
      2_000, 4_000, 8_000, 30_000, 30_000,
    ]);
  });
});

describe("parseFrame", () => {
  test("frame_ofTheContractIsRead", () => {
    expect(parseFrame('{"content":"ready"}')).toEqual({ kind: "ready" });
    expect(parseFrame('{"content":"resync"}')).toEqual({ kind: "resync" });
    expect(parseFrame('{"user-id":"42","sender":"9","content":"new-message"}')).toEqual({
      kind: "notification",
      content: "new-message",
      sender: "9",
    });
  });

  test.each(["", "null", "[]", "{", '"ready"', '{"content":1}', '{"content":"read"}', undefined])(
    "nonsense_%s_isDropped",
    (data) => expect(parseFrame(data)).toBeNull(),
  );
});

describe("uuidV7", () => {
  test("key_carriesVersionVariantAndTime", () => {
    const key = uuidV7(0x0123_4567_89ab);
    expect(key).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidV7()).not.toBe(uuidV7());
  });
});
