import { FakeConversation } from "@rapport/client/testing";
import { renderChat } from "@rapport/react/testing";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { AccountBar } from "./account-bar";

function setUp(
  role: "client" | "coach",
  answer: () => Response | Promise<Response> = () => new Response(null, { status: 204 }),
) {
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method !== "PUT") return Response.json({ availability: "available" });
    sent.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);
    return answer();
  });
  renderChat(<AccountBar onSignOut={() => undefined} />, new FakeConversation(), { role });
  return sent;
}

const availability = () => screen.getByRole("switch", { name: "Available" });

describe("AccountBar", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("coach_switchesByKeyboardWithoutLosingTheFocus", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sent = setUp("coach", () => held.then(() => new Response(null, { status: 204 })));
    expect(availability()).toBeChecked();
    availability().focus();
    await userEvent.keyboard(" ");
    await waitFor(() => expect(availability()).not.toBeChecked());
    expect(sent).toEqual(['PUT /api/v1/me/availability {"status":"away"}']);
    // A button that is disabled loses the focus in a browser.
    expect(availability()).toBeEnabled();
    expect(availability()).toHaveFocus();
    release();
    await waitFor(() => expect(sent).toHaveLength(1));
    await waitFor(async () => {
      await userEvent.keyboard("{Enter}");
      expect(sent).toHaveLength(2);
    });
    await waitFor(() => expect(availability()).toBeChecked());
    expect(sent[1]).toContain('"available"');
  });

  test("change_thatFailsIsTakenBackAndTold", async () => {
    setUp("coach", () => new Response(null, { status: 503 }));
    await userEvent.click(availability());
    expect(await screen.findByRole("alert")).toHaveTextContent("could not be changed");
    expect(availability()).toBeChecked();
  });

  test("client_hasNoSwitch", () => {
    setUp("client");
    expect(screen.queryByRole("switch")).toBeNull();
    expect(screen.getByText("Client")).toBeVisible();
  });
});
