import { describe, expect, test } from "vitest";
import { nameSearch } from "./search";

describe("nameSearch", () => {
  test.each([
    ["zoe", "Zoë Dürr"],
    ["ZOË", "Zoe Durr"],
    ["durr z", "Zoë Dürr"],
    ["strauss", "Anna Strauß"],
    ["soren", "Søren Kjær"],
    ["lukasz", "Łukasz Nowak"],
    ["  ", "anybody"],
  ])("%s_finds_%s", (search, name) => expect(nameSearch(search)(name)).toBe(true));

  test.each([
    ["zoe durrx", "Zoë Dürr"],
    ["anna", "Tom Peeters"],
  ])("%s_doesNotFind_%s", (search, name) => expect(nameSearch(search)(name)).toBe(false));
});
