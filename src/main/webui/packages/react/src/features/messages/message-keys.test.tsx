import { FakeConversation, problem } from "@rapport/client/testing";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { settings } from "../../hooks/settings";
import { conversationWith } from "../../testing/conversations";
import { renderChat } from "../../testing/render";
import { ChatPane } from "./chat-pane";

const marieke = conversationWith("marieke", "Marieke Jansen");
const composer = () => screen.getByRole("textbox");
/** The menu stands beside its message. */
const rowOf = (article: HTMLElement | undefined) => article?.closest("li") as HTMLElement;

async function opened(server: FakeConversation) {
  const chat = renderChat(
    <>
      <ChatPane conversation={marieke} disabled={false} />
      <button type="button">after</button>
    </>,
    server,
  );
  await screen.findAllByRole("article");
  return { ...chat, at: (index: number) => screen.getAllByRole("article").at(index) };
}

/** One message that the server refused. */
async function withFailed() {
  const server = new FakeConversation();
  server.onCall = (call) => {
    if (call === "send" && server.posts.length === 1) throw problem(403, "forbidden");
  };
  server.write("marieke", "theirs");
  const chat = await opened(server);
  await userEvent.type(composer(), "refused{Enter}");
  await screen.findByText("Not sent.");
  await userEvent.keyboard("{ArrowUp}");
  return { ...chat, server };
}

describe("keys of the messages", () => {
  let server: FakeConversation;
  beforeEach(() => {
    localStorage.clear();
    server = new FakeConversation();
    for (const text of ["one", "two", "three"]) server.write("me", text);
  });

  test("up_inTheEmptyComposerGoesToTheLastMessageAndEditsNothing", async () => {
    const { at } = await opened(server);
    await userEvent.type(composer(), "{ArrowUp}");
    expect(at(-1)).toHaveFocus();
    expect(screen.getAllByRole("textbox")).toHaveLength(1);
  });

  test("up_inAWrittenTextStaysThere", async () => {
    await opened(server);
    await userEvent.type(composer(), "text{ArrowUp}");
    expect(composer()).toHaveFocus();
  });

  test("arrowsHomeAndEnd_moveAndEscReturnsToWriting", async () => {
    const { at } = await opened(server);
    await userEvent.type(composer(), "{ArrowUp}");
    for (const [key, index] of [
      ["{ArrowUp}", 1],
      ["{Home}", 0],
      ["{ArrowUp}", 0],
      ["{ArrowDown}", 1],
      ["{End}", 2],
      ["{ArrowDown}", 2],
    ] as const) {
      await userEvent.keyboard(key);
      expect(at(index)).toHaveFocus();
    }
    await userEvent.keyboard("{Escape}");
    expect(composer()).toHaveFocus();
  });

  test("tab_reachesOneMessageAndWhatIsInIt", async () => {
    const { at } = await opened(server);
    await userEvent.type(composer(), "{ArrowUp}{ArrowUp}");
    await userEvent.tab();
    expect(within(rowOf(at(1))).getByRole("button")).toHaveFocus();
    await userEvent.tab();
    expect(composer()).toHaveFocus();
    await userEvent.tab({ shift: true });
    await userEvent.tab({ shift: true });
    expect(at(1)).toHaveFocus();
  });

  test("enter_opensTheMenuAndEscReturnsToTheMessage", async () => {
    const { at } = await opened(server);
    await userEvent.type(composer(), "{ArrowUp}{Enter}");
    expect(screen.getByRole("menuitem", { name: "Copy" })).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Delete" })).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Copy" })).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(at(-1)).toHaveFocus();
  });

  test("r_triesAFailedMessageAgain", async () => {
    const { server: refusing } = await withFailed();
    await userEvent.keyboard("r");
    await waitFor(() => expect(refusing.messages).toHaveLength(2));
    expect(new Set(refusing.posts.map(({ key }) => key)).size).toBe(1);
  });

  test("delete_takesAFailedMessageAwayAndReturnsToWriting", async () => {
    await withFailed();
    await userEvent.keyboard("{Delete}");
    expect(screen.queryByText("refused")).toBeNull();
    expect(composer()).toHaveFocus();
  });

  test("singleKeys_thatAreSwitchedOffDoNothing", async () => {
    const { server: refusing } = await withFailed();
    act(() => settings.set("singleKeys", false));
    await userEvent.keyboard("r{Delete}");
    expect(screen.getByText("refused")).toBeVisible();
    expect(refusing.posts).toHaveLength(1);
  });

  test("failedKeys_leaveOtherMessagesAlone", async () => {
    const { at } = await opened(server);
    await userEvent.type(composer(), "{ArrowUp}{Delete}r");
    expect(at(-1)).toHaveTextContent("three");
    expect(server.version).toBe(3);
  });

  test("ctrlEnter_sendsWhereThePersonWantsIt", async () => {
    settings.set("ctrlEnterSends", true);
    const { transport } = await opened(server);
    await userEvent.type(composer(), "one{Enter}two");
    expect(transport.posts).toEqual([]);
    fireEvent.keyDown(composer(), { key: "Enter", ctrlKey: true, isComposing: true });
    expect(transport.posts).toEqual([]);
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(transport.posts.map(({ text }) => text)).toEqual(["one\ntwo"]));
  });

  test("links_areOpenedWithoutTellingWhereFrom", async () => {
    server.write("marieke", "see https://example.org/a and javascript:alert(1)");
    await opened(server);
    const link = screen.getByRole("link", { name: "https://example.org/a" });
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("href", "https://example.org/a");
    expect(screen.queryByRole("link", { name: /javascript/ })).toBeNull();
  });
});
