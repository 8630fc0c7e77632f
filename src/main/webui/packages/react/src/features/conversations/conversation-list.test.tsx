import { FakeConversation, problem } from "@rapport/client/testing";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ComponentProps, useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { type Place, PlacesProvider } from "../../hooks/places";
import { conversationWith } from "../../testing/conversations";
import { renderChat } from "../../testing/render";
import { ConversationList } from "./conversation-list";

const lastMessage = { seq: 4, version: 4, senderId: "tom", text: "See you", sentAt: "2026-01-01T10:00:00Z" };
const tom = conversationWith("tom", "Tom Peeters", { unread: 3, lastSeq: 4, lastMessage });
const marieke = conversationWith("marieke", "Marieke Jansen", {
  lastMessage: { ...lastMessage, senderId: "me" },
});

const list = (props: Partial<Parameters<typeof ConversationList>[0]>) => (
  <ConversationList conversations={undefined} chosen={null} error={null} onRetry={() => {}} {...props} />
);

/** The list beside a place that follows what is chosen in it. */
function Placed(props: { conversations: ComponentProps<typeof ConversationList>["conversations"] }) {
  const [chosen, setChosen] = useState<Place>(null);
  return (
    <PlacesProvider value={{ go: setChosen, hrefOf: (place) => `/conversations/${place}` }}>
      {list({ ...props, chosen })}
    </PlacesProvider>
  );
}

describe("ConversationList", () => {
  test("unreadOnes_comeFirstWithTheirCountInWords", () => {
    renderChat(list({ conversations: [marieke, tom] }));
    const rows = screen.getAllByRole("link");
    expect(rows.map((row) => row.getAttribute("href"))).toEqual([
      "/conversations/tom",
      "/conversations/marieke",
    ]);
    expect(rows[0]).toHaveAccessibleName(/3 unread/);
    expect(rows[1]).toHaveTextContent("You: See you");
  });

  test("presence_isToldInWords", () => {
    const available = { ...tom, peer: { ...tom.peer, presence: "available" as const } };
    const away = { ...marieke, peer: { ...marieke.peer, presence: "away" as const } };
    const closed = conversationWith("karim", "Karim Haddad", { state: "closed" });
    const seen = { ...closed, peer: { ...closed.peer, presence: "available" as const } };
    renderChat(list({ conversations: [available, away, seen] }));
    expect(screen.getByRole("link", { name: /Tom/ })).toHaveAccessibleName(/Available/);
    expect(screen.getByRole("link", { name: /Marieke/ })).toHaveAccessibleName(/Away/);
    expect(screen.getByRole("link", { name: /Karim/ })).not.toHaveAccessibleName(/Available/);
  });

  test("typing_isShownInTheRow", async () => {
    const { session, sockets } = renderChat(list({ conversations: [tom, marieke] }));
    session.start();
    await waitFor(() => sockets.last());
    act(() => sockets.last().frame({ "user-id": "me", sender: "tom", content: "typing" }));
    expect(screen.getByRole("link", { name: /Tom/ })).toHaveTextContent("typing");
    expect(screen.getByRole("link", { name: /Marieke/ })).not.toHaveTextContent("typing");
    session.stop();
  });

  test("arrows_moveBetweenRows", async () => {
    renderChat(list({ conversations: [tom, marieke] }));
    await userEvent.tab();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("link", { name: /Marieke/ })).toHaveFocus();
    await userEvent.keyboard("{Home}");
    expect(screen.getByRole("link", { name: /Tom/ })).toHaveFocus();
  });

  test("tab_reachesTheListOnceAndReturnsToTheSameRow", async () => {
    renderChat(
      <>
        {list({ conversations: [tom, marieke] })}
        <button type="button">after</button>
      </>,
    );
    await userEvent.tab();
    await userEvent.keyboard("{End}");
    await userEvent.tab();
    expect(screen.getByRole("button", { name: "after" })).toHaveFocus();
    await userEvent.tab({ shift: true });
    expect(screen.getByRole("link", { name: /Marieke/ })).toHaveFocus();
  });

  test("click_opensWithoutLoadingThePageAnew", async () => {
    renderChat(<Placed conversations={[tom, marieke]} />);
    await userEvent.click(screen.getByText("Marieke Jansen"));
    expect(screen.getByRole("link", { name: /Marieke/ })).toHaveAttribute("aria-current", "page");
    expect(screen.getByRole("link", { name: /Tom/ })).not.toHaveAttribute("aria-current");
  });

  test("altArrows_openTheNeighboursAndWithShiftTheUnread", async () => {
    const karim = conversationWith("karim", "Karim Haddad", { unread: 1, lastSeq: 1 });
    renderChat(<Placed conversations={[marieke, tom, karim]} />);
    const current = () =>
      screen.getAllByRole("link").find((row) => row.getAttribute("aria-current") === "page")?.dataset.peer;
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(current()).toBe("tom");
    await userEvent.keyboard("{Alt>}{ArrowDown}{ArrowDown}{ArrowDown}{/Alt}");
    expect(current()).toBe("marieke");
    await userEvent.keyboard("{Alt>}{Shift>}{ArrowUp}{ArrowUp}{/Shift}{/Alt}");
    expect(current()).toBe("tom");
  });

  test("search_findsNamesWithoutTheirMarks", async () => {
    const zoe = conversationWith("zoe", "Zoë Dürr");
    const other = conversationWith("other", "Karim Haddad");
    renderChat(list({ conversations: [tom, marieke, zoe, other] }));
    await userEvent.type(screen.getByRole("searchbox"), "zoe durr");
    expect(screen.getAllByRole("link").map(({ dataset }) => dataset.peer)).toEqual(["zoe"]);
    expect(screen.getByRole("status")).toHaveTextContent("1 person found");
    await userEvent.type(screen.getByRole("searchbox"), "x");
    expect(screen.getByText("Nobody has this name.")).toBeVisible();
    await userEvent.keyboard("{Escape}");
    expect(screen.getAllByRole("link")).toHaveLength(4);
  });

  test("shortList_hasNoSearch", () => {
    renderChat(list({ conversations: [tom, marieke] }));
    expect(screen.queryByRole("searchbox")).toBeNull();
  });

  test("unsent_isToldInTheRowWithoutOpeningIt", async () => {
    const server = new FakeConversation();
    server.onCall = (call) => {
      if (call === "send") throw problem(403, "forbidden");
    };
    const { session } = renderChat(list({ conversations: [tom, marieke] }), server);
    await act(async () => session.conversation("tom").send("hello"));
    expect(screen.getByRole("link", { name: /Tom/ })).toHaveTextContent("Not sent");
    expect(screen.getByRole("link", { name: /Marieke/ })).not.toHaveTextContent("Not sent");
  });

  test("nothing_saysWhatHappensNext", () => {
    renderChat(list({ conversations: [] }));
    expect(screen.getByRole("heading", { name: "No conversations yet" })).toBeVisible();
  });

  test("failure_isToldWithItsReferenceAndTriedAgain", async () => {
    const onRetry = vi.fn();
    renderChat(list({ error: problem(500, "internal"), onRetry }));
    expect(screen.getByRole("alert")).toHaveTextContent("request-1");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
