import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { conversationWith } from "../../testing/conversations";
import { problem } from "../../testing/fake-conversation";
import { renderChat } from "../../testing/render";
import { ConversationList } from "./conversation-list";

const lastMessage = { seq: 4, version: 4, senderId: "tom", text: "See you", sentAt: "2026-01-01T10:00:00Z" };
const tom = conversationWith("tom", "Tom Peeters", { unread: 3, lastSeq: 4, lastMessage });
const marieke = conversationWith("marieke", "Marieke Jansen", {
  lastMessage: { ...lastMessage, senderId: "me" },
});

const list = (props: Partial<Parameters<typeof ConversationList>[0]>) => (
  <ConversationList conversations={undefined} error={null} onRetry={() => {}} {...props} />
);

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

  test("arrows_moveBetweenRows", async () => {
    renderChat(list({ conversations: [tom, marieke] }));
    await userEvent.tab();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("link", { name: /Marieke/ })).toHaveFocus();
    await userEvent.keyboard("{Home}");
    expect(screen.getByRole("link", { name: /Tom/ })).toHaveFocus();
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
