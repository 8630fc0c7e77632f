import { Drafts } from "@rapport/client";
import { FakeConversation, problem } from "@rapport/client/testing";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { conversationWith } from "../../testing/conversations";
import { renderChat } from "../../testing/render";
import { ChatPane } from "./chat-pane";

const marieke = conversationWith("marieke", "Marieke Jansen");
const tom = conversationWith("tom", "Tom Peeters");
const pane = (conversation = marieke, disabled = false) => (
  <ChatPane key={conversation.peer.id} conversation={conversation} disabled={disabled} />
);
const composer = () => screen.getByRole("textbox");

describe("ChatPane", () => {
  test("enter_sendsAndShiftEnterStartsALine", async () => {
    const { transport } = renderChat(pane());
    await userEvent.type(composer(), "one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(await screen.findByRole("article")).toHaveTextContent("one two");
    await waitFor(() => expect(transport.posts.map(({ text }) => text)).toEqual(["one\ntwo"]));
    expect(composer()).toHaveValue("");
  });

  test("enter_whileComposingDoesNotSend", () => {
    const { transport } = renderChat(pane());
    fireEvent.change(composer(), { target: { value: "にほん" } });
    fireEvent.keyDown(composer(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(composer(), { key: "Enter", keyCode: 229 });
    expect(composer()).toHaveValue("にほん");
    expect(transport.posts).toEqual([]);
  });

  test("blankOrTooLong_cannotBeSent", () => {
    renderChat(pane());
    fireEvent.change(composer(), { target: { value: "  \n " } });
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
    fireEvent.change(composer(), { target: { value: "é".repeat(4_097) } });
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
    expect(screen.getByText("2 bytes too long")).toBeVisible();
    fireEvent.change(composer(), { target: { value: "é".repeat(4_096) } });
    expect(screen.getByRole("button", { name: "Send" })).toBeEnabled();
  });

  test("draft_staysWithItsPersonAndGoesToNobodyElse", async () => {
    const { show, drafts } = renderChat(pane(marieke));
    await userEvent.type(composer(), "for Marieke");
    show(pane(tom));
    expect(composer()).toHaveValue("");
    await userEvent.type(composer(), "for Tom");
    show(pane(marieke));
    expect(composer()).toHaveValue("for Marieke");
    expect(drafts.get("marieke")).toBe("for Marieke");
    expect(drafts.get("tom")).toBe("for Tom");
  });

  test("keptDraft_isThereAgainAndNotSentByItself", () => {
    const drafts = new Drafts(null, new Map([["marieke", "from yesterday"]]));
    const { transport } = renderChat(pane(), new FakeConversation(), { drafts });
    expect(composer()).toHaveValue("from yesterday");
    expect(transport.posts).toEqual([]);
    expect(transport.typed).toEqual([]);
  });

  test("typing_isToldWhileThereIsTextAndNotOnFocus", async () => {
    const { transport } = renderChat(pane());
    await userEvent.click(composer());
    await userEvent.type(composer(), " ");
    expect(transport.typed).toEqual([]);
    await userEvent.type(composer(), "hello");
    expect(transport.typed).toEqual(["marieke"]);
  });

  test("typingOfTheOther_isShownInItsPlaceAndEndsByItself", async () => {
    vi.useFakeTimers();
    try {
      const { session, sockets } = renderChat(pane());
      session.start();
      await act(() => vi.advanceTimersByTimeAsync(0));
      const line = () => screen.queryByText("Marieke Jansen is typing");
      const hint = (sender: string) =>
        act(() => sockets.last().frame({ "user-id": "me", sender, content: "typing" }));
      hint("tom");
      expect(line()).toBeNull();
      hint("marieke");
      expect(line()).toBeVisible();
      await act(() => vi.advanceTimersByTimeAsync(6_000));
      expect(line()).toBeNull();
      session.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    ["available", "Your coach is available"],
    ["away", "Your coach is away"],
    ["offline", "Your coach"],
  ] as const)("coachWhoIs_%s_isToldInWords", (presence, text) => {
    renderChat(pane({ ...marieke, peer: { ...marieke.peer, presence } }));
    expect(screen.getByText(text)).toBeVisible();
  });

  test("presence_isNotToldOfAClosedConversation", () => {
    renderChat(pane({ ...marieke, state: "closed", peer: { ...marieke.peer, presence: "available" } }));
    expect(screen.queryByText(/available/)).toBeNull();
  });

  test("away_isToldInTheOrganisationsWords", () => {
    const texts = { away: "Answers tomorrow.", emergency: "Call 112.", officeHours: "Nine to five." };
    const away = { ...marieke, peer: { ...marieke.peer, presence: "away" as const } };
    renderChat(pane(away), new FakeConversation(), { texts });
    expect(screen.getByText("Answers tomorrow.")).toHaveTextContent("Answers tomorrow. Call 112.");
  });

  test("awayText_isNotForACoachToReadNorWhileTheCoachIsThere", () => {
    const texts = { away: "Answers tomorrow." };
    const client = { ...marieke, peer: { ...marieke.peer, role: "client", presence: "away" } as const };
    const { show } = renderChat(pane(client), new FakeConversation(), { texts });
    expect(screen.queryByText(/tomorrow/)).toBeNull();
    show(pane({ ...marieke, peer: { ...marieke.peer, presence: "available" } }));
    expect(screen.queryByText(/tomorrow/)).toBeNull();
  });

  test("emptyConversation_tellsTheOfficeHours", async () => {
    renderChat(pane(), new FakeConversation(), { texts: { officeHours: "Nine to five." } });
    expect(await screen.findByText("Nine to five.")).toBeVisible();
  });

  test("seenMessages_areMarkedRead", async () => {
    const server = new FakeConversation();
    server.write("marieke", "one");
    server.write("me", "two");
    server.write("marieke", "three");
    renderChat(pane(), server);
    await waitFor(() => expect(server.reads).toEqual([3]));
    expect(screen.getByText("New")).toBeInTheDocument();
  });

  test("failedSend_offersThreeWaysAndKeepsItsKey", async () => {
    const server = new FakeConversation();
    server.onCall = (call) => {
      if (call === "send" && server.posts.length === 1) throw problem(403, "forbidden");
    };
    renderChat(pane(), server);
    await userEvent.type(composer(), "hello{Enter}");
    const article = await screen.findByRole("article");
    expect(await within(article).findByText("Not sent.")).toBeVisible();
    expect(
      within(article)
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(["Try again", "Copy", "Delete"]);
    await userEvent.click(within(article).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(server.messages).toHaveLength(1));
    expect(new Set(server.posts.map(({ key }) => key)).size).toBe(1);
  });

  test("deletedMessage_saysSoInsteadOfItsText", async () => {
    const server = new FakeConversation();
    server.write("marieke", "one");
    server.write("me", "two");
    server.erase(1);
    renderChat(pane(), server);
    const [theirs, mine] = await screen.findAllByRole("article");
    expect(theirs).toHaveTextContent("Message deleted");
    expect(mine).not.toHaveTextContent("deleted");
  });

  test("text_isNeverTakenForMarkup", async () => {
    const server = new FakeConversation();
    server.write("marieke", "<img src=x onerror=alert(1)> {{name}}");
    renderChat(pane(), server);
    expect(await screen.findByText("<img src=x onerror=alert(1)> {{name}}")).toBeVisible();
  });

  test("closedConversation_hasNoComposer", () => {
    renderChat(pane({ ...marieke, state: "closed" }));
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText(/You can read it, but not write/)).toBeVisible();
  });
});
