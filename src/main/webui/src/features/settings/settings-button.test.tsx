import { settings } from "@rapport/react";
import { renderChat } from "@rapport/react/testing";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SettingsButton } from "./settings-button";

async function openSettings(locales?: string[]) {
  renderChat(<SettingsButton />, undefined, { locales });
  await userEvent.click(screen.getByRole("button", { name: "Settings" }));
}

function browserThatAnswers(answer: NotificationPermission) {
  const asked = vi.fn(async () => answer);
  vi.stubGlobal("Notification", { permission: "default", requestPermission: asked });
  return asked;
}

const flip = (name: string) => userEvent.click(screen.getByRole("switch", { name }));

describe("SettingsButton", () => {
  beforeEach(() => {
    localStorage.clear();
    // What jsdom lacks.
    HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
      this.open = true;
    };
    HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
      this.open = false;
    };
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("choices_countAtOnceAndNameNobody", async () => {
    await openSettings();
    await userEvent.click(screen.getByRole("radio", { name: "Dark" }));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Language" }), "Nederlands");
    await flip("Discreet mode");
    await flip("Ctrl+Enter sends");
    expect(screen.getByRole("switch", { name: "Discreet mode" })).toBeChecked();
    expect({ ...localStorage }).toEqual({
      "rapport.setting.theme": "dark",
      "rapport.setting.language": "nl",
      "rapport.setting.discreet": "true",
      "rapport.setting.ctrlEnterSends": "true",
    });
  });

  test("languages_areThoseOfTheOrganisation", async () => {
    settings.set("language", "fr");
    await openSettings(["nl", "en"]);
    const choice = screen.getByRole("combobox", { name: "Language" });
    expect(
      within(choice)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["Automatic", "Nederlands", "English"]);
    expect(choice).toHaveValue("auto");
  });

  test("oneLanguage_isNoChoice", async () => {
    await openSettings(["nl"]);
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  test("keys_areShownAlsoWhereNoSingleKeyDoesIt", async () => {
    settings.set("singleKeys", false);
    await openSettings();
    await userEvent.click(screen.getByRole("button", { name: "Show all keys" }));
    const help = screen.getByRole("dialog", { name: "Keyboard" });
    expect(help).toHaveTextContent("Alt");
    await userEvent.click(within(help).getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog", { name: "Keyboard" })).toBeNull();
    expect(screen.getByRole("dialog", { name: "Settings" })).toBeVisible();
  });

  test("done_closes", async () => {
    await openSettings();
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("permission_isAskedOnlyAfterTheClick", async () => {
    const asked = browserThatAnswers("granted");
    await openSettings();
    expect(asked).not.toHaveBeenCalled();
    await flip("Notify me");
    await waitFor(() => expect(screen.getByRole("switch", { name: "Notify me" })).toBeChecked());
    expect(asked).toHaveBeenCalledTimes(1);
    expect(settings.get("notify")).toBe(true);
  });

  test("refusal_isToldAndNotKept", async () => {
    browserThatAnswers("denied");
    await openSettings();
    await flip("Notify me");
    expect(await screen.findByText(/This browser blocks notifications/)).toBeVisible();
    expect(screen.getByRole("switch", { name: "Notify me" })).not.toBeChecked();
    expect(settings.get("notify")).toBe(false);
  });

  test("browserWithoutNotifications_saysSo", async () => {
    await openSettings();
    expect(screen.getByText("This browser shows no notifications of pages.")).toBeVisible();
    expect(screen.queryByRole("switch", { name: "Notify me" })).toBeNull();
  });
});
