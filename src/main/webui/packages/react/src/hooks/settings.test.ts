import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { settings, useSetting } from "./settings";

describe("settings", () => {
  beforeEach(() => localStorage.clear());

  test("setting_hasItsDefaultUntilItIsSet", () => {
    const { result } = renderHook(() => [useSetting("ctrlEnterSends"), useSetting("singleKeys")]);
    expect(result.current).toEqual([false, true]);
    act(() => settings.set("ctrlEnterSends", true));
    expect(result.current).toEqual([true, true]);
  });

  test("setting_isHeardFromOtherTabs", () => {
    const { result } = renderHook(() => useSetting("singleKeys"));
    localStorage.setItem("rapport.setting.singleKeys", "false");
    act(() => void dispatchEvent(new StorageEvent("storage")));
    expect(result.current).toBe(false);
  });

  test("strangeValue_countsAsNone", () => {
    localStorage.setItem("rapport.setting.singleKeys", "perhaps");
    expect(settings.get("singleKeys")).toBe(true);
    localStorage.setItem("rapport.setting.theme", "pink");
    expect(settings.get("theme")).toBe("auto");
  });

  test("choice_isOneOfAFew", () => {
    expect(settings.get("theme")).toBe("auto");
    settings.set("theme", "dark");
    expect(settings.get("theme")).toBe("dark");
    expect(settings.valuesOf("theme")).toEqual(["auto", "light", "dark"]);
  });

  test("browserThatKeepsNothing_followsInThisPage", () => {
    const refused = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    settings.set("singleKeys", false);
    expect(settings.get("singleKeys")).toBe(false);
    refused.mockRestore();
    settings.set("singleKeys", true);
    expect(settings.get("singleKeys")).toBe(true);
  });
});
