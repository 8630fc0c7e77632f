import { fireEvent, render } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { useEscTwice } from "./use-esc-twice";

function Listening({ on, onTwice }: { on: boolean; onTwice: () => void }) {
  useEscTwice(on, onTwice);
  return <textarea onKeyDown={(event) => event.stopPropagation()} />;
}

function setUp(on = true) {
  const onTwice = vi.fn();
  const { container } = render(<Listening on={on} onTwice={onTwice} />);
  const field = container.querySelector("textarea") as HTMLTextAreaElement;
  let now = 0;
  const press = (key: string, { after = 100, ...more }: { after?: number } & KeyboardEventInit = {}) => {
    now += after;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, ...more });
    Object.defineProperty(event, "timeStamp", { value: now });
    fireEvent(field, event);
  };
  return { onTwice, press };
}

describe("useEscTwice", () => {
  test("escTwice_leavesFromAnyField", () => {
    const { onTwice, press } = setUp();
    press("Escape");
    expect(onTwice).not.toHaveBeenCalled();
    press("Escape");
    expect(onTwice).toHaveBeenCalledTimes(1);
  });

  test("escTwice_slowlyOrAroundAnotherKeyDoesNot", () => {
    const { onTwice, press } = setUp();
    press("Escape");
    press("Escape", { after: 1_500 });
    press("a");
    press("Escape");
    expect(onTwice).not.toHaveBeenCalled();
    press("Escape");
    expect(onTwice).toHaveBeenCalledTimes(1);
  });

  test("heldKey_andCompositionsDoNotCount", () => {
    const { onTwice, press } = setUp();
    press("Escape");
    press("Escape", { repeat: true });
    press("Escape", { isComposing: true });
    press("Escape");
    expect(onTwice).not.toHaveBeenCalled();
  });

  test("escThatClosesADialog_doesNotCount", () => {
    const { onTwice, press } = setUp();
    const dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.setAttribute("open", "");
    press("Escape");
    dialog.remove();
    press("Escape");
    expect(onTwice).not.toHaveBeenCalled();
    press("Escape");
    expect(onTwice).toHaveBeenCalledTimes(1);
  });

  test("switchedOff_nothingHappens", () => {
    const { onTwice, press } = setUp(false);
    press("Escape");
    press("Escape");
    expect(onTwice).not.toHaveBeenCalled();
  });
});
