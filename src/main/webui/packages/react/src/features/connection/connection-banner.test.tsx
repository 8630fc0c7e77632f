import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { Announcer } from "../../components/ui/announcer";
import { renderChat } from "../../testing/render";
import { ConnectionBanner } from "./connection-banner";

describe("ConnectionBanner", () => {
  test("replaced_offersUseHereAndComesBackOnlyThen", async () => {
    const { session, sockets } = renderChat(
      <Announcer>
        <ConnectionBanner />
      </Announcer>,
    );
    await act(async () => session.start());
    act(() => sockets.last().ready());
    act(() => sockets.last().end(4409));
    expect(screen.getByRole("alert")).toHaveTextContent("Rapport is open in another browser.");
    expect(sockets.made).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Use here" }));
    act(() => sockets.last().ready());
    expect(sockets.made).toHaveLength(2);
    expect(screen.queryByRole("alert")).toBeNull();
    session.stop();
  });
});
