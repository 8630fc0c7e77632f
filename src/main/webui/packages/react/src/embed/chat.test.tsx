import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { conversationWith } from "../testing/conversations";
import { renderChat } from "../testing/render";
import { Chat } from "./chat";

const heading = (name: string) => screen.findByRole("heading", { name });

describe("Chat", () => {
  beforeEach(() => {
    const items = [
      conversationWith("tom", "Tom Peeters", { unread: 2 }),
      conversationWith("marieke", "Marieke Jansen"),
    ];
    vi.stubGlobal("fetch", async () => Response.json({ items }));
    return () => vi.unstubAllGlobals();
  });

  test("withoutAPeer_keepsItItselfAndHasButtons", async () => {
    const told = vi.fn();
    renderChat(<Chat onPeerChange={told} />);
    await userEvent.click(await screen.findByRole("button", { name: /Tom Peeters/ }));
    expect(await heading("Tom Peeters")).toBeVisible();
    expect(screen.getByRole("button", { name: /Tom Peeters/ })).toHaveAttribute("aria-current", "page");
    await userEvent.click(screen.getByRole("button", { name: "Back to conversations" }));
    expect(screen.getByRole("heading", { name: "Choose a conversation" })).toBeVisible();
    expect(told.mock.calls).toEqual([["tom"], [null]]);
  });

  test("firstPartOfALongList_isShownAndNobodyIsTakenForGoneBeforeTheRestIsThere", async () => {
    const parts = [
      { items: [conversationWith("tom", "Tom Peeters")], nextCursor: "more" },
      { items: [conversationWith("marieke", "Marieke Jansen")] },
    ];
    let answerRest = (_: Response) => {};
    vi.stubGlobal("fetch", ({ url }: Request) =>
      url.includes("cursor=more")
        ? new Promise<Response>((resolve) => (answerRest = resolve))
        : Promise.resolve(Response.json(parts[0])),
    );
    renderChat(<Chat peer="marieke" />);
    expect(await screen.findByRole("button", { name: /Tom Peeters/ })).toBeVisible();
    expect(screen.queryByText("This conversation is closed.")).toBeNull();
    answerRest(Response.json(parts[1]));
    expect(await heading("Marieke Jansen")).toBeVisible();
  });

  test("restOfALongListThatFails_isToldBelowAndWhatIsThereStays", async () => {
    const pages = [conversationWith("tom", "Tom Peeters"), conversationWith("marieke", "Marieke Jansen")];
    const asked: number[] = [];
    vi.stubGlobal("fetch", async ({ url }: Request) => {
      const page = Number(new URL(url).searchParams.get("cursor") ?? 0);
      asked.push(page);
      if (asked.length === 5) return new Promise(() => {});
      const items = pages.slice(page, page + 1);
      return items.length > 0
        ? Response.json({ items, nextCursor: String(page + 1) })
        : new Response(null, { status: 500 });
    });
    renderChat(<Chat />);
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await vi.waitFor(() => expect(asked).toEqual([0, 1, 2, 0, 1]));
    expect(screen.getByRole("button", { name: /Tom Peeters/ })).toBeVisible();
    expect(screen.getByRole("button", { name: /Marieke Jansen/ })).toBeVisible();
  });

  test("withAPeer_goesWhereTheHostSays", async () => {
    const told = vi.fn();
    const { show } = renderChat(<Chat peer={null} onPeerChange={told} />);
    await userEvent.click(await screen.findByRole("button", { name: /Tom Peeters/ }));
    expect(told.mock.calls).toEqual([["tom"]]);
    expect(screen.getByRole("heading", { name: "Choose a conversation" })).toBeVisible();
    show(<Chat peer="marieke" onPeerChange={told} />);
    expect(await heading("Marieke Jansen")).toBeVisible();
  });

  test("withAddresses_hasLinksThatStayInThePage", async () => {
    const told = vi.fn();
    renderChat(<Chat onPeerChange={told} hrefOf={(place) => `/talk/${place}`} />);
    const link = await screen.findByRole("link", { name: /Tom Peeters/ });
    expect(link).toHaveAttribute("href", "/talk/tom");
    await userEvent.click(link);
    expect(told.mock.calls).toEqual([["tom"]]);
  });

  test("linkInANewTab_isTheBrowsersBusiness", async () => {
    const told = vi.fn();
    renderChat(<Chat onPeerChange={told} hrefOf={(place) => `#${place}`} />);
    const user = userEvent.setup();
    await user.keyboard("{Control>}");
    await user.click(await screen.findByRole("link", { name: /Tom Peeters/ }));
    expect(told).not.toHaveBeenCalled();
  });

  test("unread_isToldToTheHost", async () => {
    const told = vi.fn();
    renderChat(<Chat onUnreadChange={told} />);
    await screen.findByRole("button", { name: /Tom Peeters/ });
    expect(told.mock.calls).toEqual([[2]]);
  });

  test("headings_areThoseOfAPartOrOfAPage", async () => {
    const { show } = renderChat(<Chat />);
    expect(await screen.findByRole("heading", { level: 2, name: "Choose a conversation" })).toBeVisible();
    expect(screen.queryByRole("main")).toBeNull();
    show(<Chat wholePage />);
    expect(screen.getByRole("heading", { level: 1, name: "Choose a conversation" })).toBeVisible();
    expect(screen.getByRole("main")).toBeVisible();
  });

  test("keys_ofAChatInAPageAreHeardInsideItOnly", async () => {
    const user = userEvent.setup();
    renderChat(
      <>
        <button type="button">host</button>
        <Chat />
      </>,
    );
    const row = await screen.findByRole("button", { name: /Tom Peeters/ });
    screen.getByRole("button", { name: "host" }).focus();
    await user.keyboard("?{Alt>}{ArrowDown}{/Alt}{F6}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: "Choose a conversation" })).toBeVisible();
    expect(screen.getByRole("button", { name: "host" })).toHaveFocus();
    row.focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(await heading("Tom Peeters")).toBeVisible();
    await user.keyboard("?");
    expect(screen.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(await heading("Tom Peeters")).toBeVisible();
  });

  test("keys_ofAChatThatIsThePageAreHeardEverywhere", async () => {
    const user = userEvent.setup();
    renderChat(
      <>
        <button type="button">beside</button>
        <Chat wholePage />
      </>,
    );
    await screen.findByRole("button", { name: /Tom Peeters/ });
    screen.getByRole("button", { name: "beside" }).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(await heading("Tom Peeters")).toBeVisible();
  });

  test("endOfTheSession_disablesWriting", async () => {
    const { tokens } = renderChat(<Chat peer="tom" />);
    expect(await screen.findByRole("textbox")).toBeEnabled();
    act(() => tokens.endSession());
    expect(screen.getByRole("textbox")).toBeDisabled();
  });
});
