import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { settings } from "../../hooks/settings";
import { renderChat } from "../../testing/render";
import { KeyboardShortcuts } from "./keyboard-shortcuts";

const show = () =>
  renderChat(
    <>
      <nav data-region>
        <input aria-label="find" />
        <a href="/one" tabIndex={0}>
          one
        </a>
      </nav>
      <section data-region>
        <button type="button">two</button>
      </section>
      <section data-region>nothing to focus</section>
      <textarea data-region aria-label="text" />
      <KeyboardShortcuts />
    </>,
  );

describe("KeyboardShortcuts", () => {
  beforeEach(() => localStorage.clear());

  test("questionMark_showsTheKeysAndEscLeavesThem", async () => {
    show();
    await userEvent.keyboard("?");
    expect(screen.getByRole("dialog", { name: "Keyboard" })).toHaveTextContent("Enter");
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("questionMark_inAFieldIsText", async () => {
    show();
    await userEvent.type(screen.getByRole("textbox", { name: "text" }), "?");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("textbox", { name: "text" })).toHaveValue("?");
  });

  test("singleKeys_canBeSwitchedOff", async () => {
    settings.set("singleKeys", false);
    show();
    await userEvent.keyboard("?");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("f6_goesRoundTheRegionsInBothDirections", async () => {
    show();
    await userEvent.keyboard("{F6}");
    expect(screen.getByRole("link")).toHaveFocus();
    await userEvent.keyboard("{F6}");
    expect(screen.getByRole("button")).toHaveFocus();
    await userEvent.keyboard("{F6}");
    expect(screen.getByRole("link")).toHaveFocus();
    await userEvent.keyboard("{Shift>}{F6}{/Shift}");
    expect(screen.getByRole("button")).toHaveFocus();
  });

  test("help_tellsTheKeyThatSends", async () => {
    settings.set("ctrlEnterSends", true);
    show();
    await userEvent.keyboard("?");
    expect(screen.getByText("Send").closest("div")).toHaveTextContent("CtrlEnter");
  });
});
