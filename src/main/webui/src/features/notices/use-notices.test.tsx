import { settings } from "@rapport/react";
import { renderChat } from "@rapport/react/testing";
import { act, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { useNotices } from "./use-notices";

type Shown = { text: string; options: NotificationOptions | undefined };

const shown: Shown[] = [];

function browserWithNotices(permission: NotificationPermission) {
  class Recording {
    static permission = permission;
    onclick = null;
    constructor(text: string, options?: NotificationOptions) {
      shown.push({ text, options });
    }
    close() {}
  }
  vi.stubGlobal("Notification", Recording);
}

function Listening() {
  useNotices();
  return null;
}

async function hear(content: string) {
  const { session, sockets } = renderChat(<Listening />);
  session.start();
  await waitFor(() => sockets.last());
  await act(async () => {
    sockets.last().frame({ "user-id": "me", sender: "tom", content });
    // All that follows are promises that are kept at once; one turn of the loop is after them.
    await new Promise((resolve) => setTimeout(resolve));
  });
  session.stop();
}

const see = (state: DocumentVisibilityState) =>
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);

describe("useNotices", () => {
  beforeEach(() => {
    shown.length = 0;
    localStorage.clear();
    settings.set("notify", true);
    browserWithNotices("granted");
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  test("newMessage_isToldInFixedWordsWhileNobodyLooks", async () => {
    see("hidden");
    await hear("new-message");
    expect(shown).toEqual([{ text: "New message in Rapport", options: { tag: "rapport" } }]);
  });

  test.each([
    ["somebodyLooks", () => see("visible")],
    ["nobodyAskedForIt", () => settings.set("notify", false)],
    ["theBrowserForbidsIt", () => browserWithNotices("denied")],
    ["theBrowserCannot", () => vi.unstubAllGlobals()],
  ])("nothing_isShownWhen_%s", async (_name, arrange) => {
    see("hidden");
    arrange();
    await hear("new-message");
    expect(shown).toEqual([]);
  });

  test("otherNews_areNotTold", async () => {
    see("hidden");
    await hear("own-message");
    await hear("typing");
    expect(shown).toEqual([]);
  });

  test("browserThatRefusesToMakeOne_isNotAskedAgain", async () => {
    class Refusing {
      static permission = "granted";
      constructor() {
        throw new TypeError("Illegal constructor");
      }
    }
    vi.stubGlobal("Notification", Refusing);
    see("hidden");
    await hear("new-message");
    expect(settings.get("notify")).toBe(false);
  });
});
