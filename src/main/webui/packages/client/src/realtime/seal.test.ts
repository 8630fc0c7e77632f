// @vitest-environment node
import { describe, expect, test } from "vitest";
import { newSealingKey, seal, unseal } from "./seal";

describe("seal", () => {
  test("value_opensInItsPlaceWithItsKeyOnly", async () => {
    const key = await newSealingKey();
    const sealed = await seal(key, ["anna", "draft", "tom"], "for Tom");
    expect(await unseal(key, ["anna", "draft", "tom"], sealed)).toBe("for Tom");
    for (const place of [
      ["anna", "draft", "marieke"],
      ["karim", "draft", "tom"],
      ["anna", "draft", "t", "om"],
      ["anna", "drafttom"],
    ])
      await expect(unseal(key, place, sealed)).rejects.toThrow();
    await expect(unseal(await newSealingKey(), ["anna", "draft", "tom"], sealed)).rejects.toThrow();
  });

  test("key_cannotBeRead", async () => {
    const key = await newSealingKey();
    for (const format of ["raw", "jwk"] as const)
      await expect(crypto.subtle.exportKey(format as "raw", key)).rejects.toThrow();
  });

  test("sameValue_neverLooksTheSame", async () => {
    const key = await newSealingKey();
    const one = await seal(key, ["place"], "text");
    const other = await seal(key, ["place"], "text");
    expect(new Uint8Array(one.body)).not.toEqual(new Uint8Array(other.body));
    expect(new TextDecoder().decode(one.body)).not.toContain("text");
  });
});
