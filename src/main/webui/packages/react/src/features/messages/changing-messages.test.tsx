import { FakeConversation, problem } from "@rapport/client/testing";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { conversationWith } from "../../testing/conversations";
import { renderChat } from "../../testing/render";
import { ChatPane } from "./chat-pane";

const marieke = conversationWith("marieke", "Marieke Jansen");
const composer = () => screen.getByRole("textbox", { name: "Message to Marieke Jansen" });
const editor = () => screen.findByRole("textbox", { name: "Edit this message" });
/** The menu stands beside its message. */
const rowOf = (article: HTMLElement | undefined) => article?.closest("li") as HTMLElement;

async function opened(
  server: FakeConversation,
  conversation = marieke,
  options: Parameters<typeof renderChat>[2] = {},
) {
  const chat = renderChat(<ChatPane conversation={conversation} disabled={false} />, server, options);
  const articles = await screen.findAllByRole("article");
  const last = articles.at(-1) as HTMLElement;
  const choose = async (name: string, article = last) => {
    await userEvent.click(
      within(rowOf(article)).getByRole("button", { name: "What to do with this message" }),
    );
    await userEvent.click(within(rowOf(article)).getByRole("menuitem", { name }));
  };
  return { ...chat, articles, last, choose };
}

/** What the menu of a message offers. */
async function offered(article: HTMLElement | undefined) {
  const row = within(rowOf(article));
  await userEvent.click(row.getByRole("button", { name: "What to do with this message" }));
  return row.getAllByRole("menuitem").map(({ textContent }) => textContent);
}

describe("changing own messages", () => {
  let server: FakeConversation;
  beforeEach(() => {
    server = new FakeConversation();
    server.write("marieke", "theirs");
    server.write("me", "mine");
  });

  test("edit_happensInPlaceAndLeavesTheDraftAlone", async () => {
    const { last, choose, drafts } = await opened(server);
    await userEvent.type(composer(), "a draft");
    await choose("Edit");
    await userEvent.type(await editor(), " indeed{Enter}");
    await waitFor(() => expect(within(last).getByText("mine indeed")).toBeVisible());
    expect(within(last).getByText(/^Edited /)).toBeVisible();
    expect(server.messages[1]?.text).toBe("mine indeed");
    expect(composer()).toHaveValue("a draft");
    expect(drafts.get("marieke")).toBe("a draft");
    expect(server.posts).toEqual([]);
    expect(last).toHaveFocus();
  });

  test("escape_leavesTheMessageAsItWas", async () => {
    const { last, choose } = await opened(server);
    await choose("Edit");
    await userEvent.type(await editor(), " indeed{Escape}");
    expect(within(last).getByText("mine")).toBeVisible();
    expect(server.version).toBe(2);
    expect(last).toHaveFocus();
  });

  test("refusedEdit_saysWhyAndKeepsItsText", async () => {
    server.onCall = (call) => {
      if (call === "edit") throw problem(409, "edit-window-over");
    };
    const { choose, last } = await opened(server);
    await choose("Edit");
    await userEvent.type(await editor(), " indeed{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "Not changed. It is too old to be changed. Your text is still here.",
    );
    expect(await editor()).toHaveValue("mine indeed");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(within(last).getByText("mine")).toBeVisible();
  });

  test("editOnItsWay_saysSo", async () => {
    let release = () => {};
    server.onCall = (call) =>
      call === "edit" ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    const { choose } = await opened(server);
    await choose("Edit");
    await userEvent.type(await editor(), " indeed{Enter}");
    expect(screen.getByText("Saving")).toBeVisible();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    release();
    await waitFor(() => expect(screen.getByText("mine indeed")).toBeVisible());
  });

  test("deletion_isAskedForOnceMoreAndLeavesATombstone", async () => {
    const { choose, last } = await opened(server);
    await choose("Delete");
    await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(server.version).toBe(2);
    await choose("Delete");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(last).toHaveTextContent("Message deleted"));
    expect(last).not.toHaveTextContent("mine");
    expect(within(rowOf(last)).queryByRole("button")).toBeNull();
  });

  test("refusedDeletion_saysWhyAndIsTriedAgain", async () => {
    let away = true;
    server.onCall = (call) => {
      if (call === "remove" && away) throw new TypeError("network");
    };
    const { choose, last } = await opened(server);
    await choose("Delete");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "Not deleted. The server could not be reached.",
    );
    expect(within(last).getByText("mine")).toBeVisible();
    away = false;
    await userEvent.click(within(last).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(last).toHaveTextContent("Message deleted"));
  });

  test("menu_offersOnlyWhatIsAllowed", async () => {
    const { articles, last } = await opened(server);
    expect(await offered(articles[0])).toEqual(["Copy"]);
    expect(await offered(last)).toEqual(["Copy", "Edit", "Delete"]);
  });

  // The message was sent at 10:00:02.
  test.each([
    ["2026-01-01T10:15:01Z", 900, ["Copy", "Edit", "Delete"]],
    ["2026-01-01T10:15:02Z", 900, ["Copy"]],
    ["2026-01-01T10:00:02Z", 0, ["Copy"]],
    [null, 0, ["Copy"]],
    [null, 900, ["Copy", "Edit", "Delete"]],
  ])("menu_at %s with %i seconds offers %j", async (serverTime, editWindow, expected) => {
    const { last } = await opened(server, marieke, { serverTime, editWindow });
    expect(await offered(last)).toEqual(expected);
  });

  test("messageDeletedElsewhere_leavesTheTextThatWasWrittenForIt", async () => {
    const user = userEvent.setup();
    const { choose, last, session } = await opened(server);
    await choose("Edit");
    await user.type(await editor(), " indeed");
    server.erase(2);
    await session.conversation("marieke").refresh();
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "It has been deleted. Your text is still here.",
    );
    expect(last).toHaveTextContent("Message deleted");
    expect(await editor()).toHaveValue("mine indeed");
    expect(await editor()).toHaveAttribute("readonly");
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    await user.type(await editor(), "{Enter}");
    expect(server.version).toBe(3);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe("mine indeed");
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(screen.queryByRole("textbox", { name: "Edit this message" })).toBeNull();
    expect(last).toHaveFocus();
  });

  test("messageDeletedElsewhere_leavesTheTextThatWasOnItsWay", async () => {
    server.onCall = (call) => (call === "edit" ? new Promise<void>(() => {}) : undefined);
    const { choose, session } = await opened(server);
    await choose("Edit");
    await userEvent.type(await editor(), " indeed{Enter}");
    server.erase(2);
    await session.conversation("marieke").refresh();
    expect(await screen.findByRole("alert")).toHaveTextContent("It has been deleted.");
    expect(await editor()).toHaveValue("mine indeed");
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(screen.queryByRole("textbox", { name: "Edit this message" })).toBeNull();
  });

  test("messageDeletedElsewhere_takesAFieldWithItThatNobodyHadWrittenIn", async () => {
    const { choose, session } = await opened(server);
    await choose("Edit");
    await editor();
    server.erase(2);
    await session.conversation("marieke").refresh();
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Edit this message" })).toBeNull());
  });

  test("conversationThatEnds_leavesTheTextThatWasWritten", async () => {
    const { choose, show } = await opened(server);
    await choose("Edit");
    await userEvent.type(await editor(), " indeed");
    show(<ChatPane conversation={{ ...marieke, state: "closed" }} disabled={false} />);
    expect(await editor()).toHaveValue("mine indeed");
  });

  test("closedConversation_changesNothing", async () => {
    const { last } = await opened(server, { ...marieke, state: "closed" });
    await userEvent.click(within(rowOf(last)).getByRole("button", { name: "What to do with this message" }));
    expect(within(rowOf(last)).getAllByRole("menuitem")).toHaveLength(1);
  });

  test("copy_takesTheTextAndSaysSo", async () => {
    const user = userEvent.setup();
    const { last } = await opened(server);
    await user.click(within(rowOf(last)).getByRole("button", { name: "What to do with this message" }));
    await user.click(within(rowOf(last)).getByRole("menuitem", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe("mine");
    expect(await screen.findByText("Copied")).toBeInTheDocument();
  });
});
