import { describe, expect, test, vi } from "vitest";
import { FakeConversation, problem } from "../testing/fake-conversation";
import { ConversationSync } from "./conversation-sync";

async function opened(server: FakeConversation) {
  const sync = new ConversationSync({
    peerId: "peer",
    transport: server,
    isReachable: () => true,
    onListStale: () => {},
  });
  await sync.refresh();
  const state = () => sync.state.getSnapshot();
  return { sync, state, change: (seq: number) => state().changes.get(seq) };
}

function withTwo(): FakeConversation {
  const server = new FakeConversation();
  server.write("me", "first");
  server.write("peer", "second");
  return server;
}

describe("changes of own messages", () => {
  test("edit_showsOnlyWhenTheServerHasMadeIt", async () => {
    const server = withTwo();
    const { sync, state, change } = await opened(server);
    sync.edit(1, "better");
    expect(change(1)).toEqual({ kind: "edit", text: "better", failure: null });
    expect(state().messages[0]?.text).toBe("first");
    await vi.waitFor(() => expect(change(1)).toBeUndefined());
    expect(state().messages[0]).toMatchObject({ text: "better", editedAt: expect.any(String) });
  });

  test("edit_staysOnItsWayUntilTheFeedBringsIt", async () => {
    const server = withTwo();
    const { sync, state, change } = await opened(server);
    server.onCall = (call) => {
      if (call === "since") throw problem(503, "unavailable", { "Retry-After": "60" });
    };
    sync.edit(1, "better");
    await vi.waitFor(() => expect(server.sinceCalls).toHaveLength(1));
    expect(change(1)).toMatchObject({ failure: null });
    expect(state().messages[0]?.text).toBe("first");
    sync.stop();
  });

  test("deletion_leavesATombstone", async () => {
    const { sync, state, change } = await opened(withTwo());
    sync.remove(1);
    expect(change(1)).toMatchObject({ kind: "delete", failure: null });
    await vi.waitFor(() => expect(change(1)).toBeUndefined());
    expect(state().messages[0]).toMatchObject({ text: "", deleted: true });
  });

  test.each([
    [problem(409, "edit-window-over"), "window-over"],
    [problem(409, "message-deleted"), "deleted"],
    [problem(409, "conversation-closed"), "closed"],
    [problem(404, "not-found"), "closed"],
    [problem(413, "too-large"), "too-long"],
    [problem(422, "invalid-text"), "invalid"],
    [problem(429, "too-many-requests"), "unavailable"],
    [problem(503, "unavailable"), "unavailable"],
    [problem(403, "forbidden"), "refused"],
    [new TypeError("network"), "unavailable"],
  ])("refusal_%#_hasItsReasonAndKeepsTheText", async (refusal, failure) => {
    const server = withTwo();
    server.onCall = (call) => {
      if (call === "edit") throw refusal;
    };
    const { sync, state, change } = await opened(server);
    sync.edit(1, "better");
    await vi.waitFor(() => expect(change(1)).toEqual({ kind: "edit", text: "better", failure }));
    expect(state().messages[0]?.text).toBe("first");
    sync.giveUpChange(1);
    expect(change(1)).toBeUndefined();
  });

  test("lostAnswer_isAskedAgainWithoutHarm", async () => {
    const server = withTwo();
    const { sync, state, change } = await opened(server);
    server.onAnswer = (call) => {
      if (call === "remove") throw new TypeError("network");
    };
    sync.remove(1);
    await vi.waitFor(() => expect(change(1)).toMatchObject({ failure: "unavailable" }));
    server.onAnswer = () => {};
    sync.remove(1);
    await vi.waitFor(() => expect(change(1)).toBeUndefined());
    expect(state().messages[0]?.deleted).toBe(true);
    expect(server.version).toBe(3);
  });

  test("oneOnItsWay_isNeitherGivenUpNorAskedTwice", async () => {
    const server = withTwo();
    const asked: string[] = [];
    server.onCall = (call) => {
      if (call === "edit") asked.push(call);
    };
    const { sync, change } = await opened(server);
    sync.edit(1, "better");
    sync.giveUpChange(1);
    sync.edit(1, "best");
    expect(change(1)).toMatchObject({ text: "better" });
    await vi.waitFor(() => expect(change(1)).toBeUndefined());
    expect(asked).toHaveLength(1);
  });

  test("sameText_asksNothing", async () => {
    const { sync, change } = await opened(withTwo());
    sync.edit(1, "first");
    expect(change(1)).toBeUndefined();
  });

  test.each([
    ["failed", new TypeError("network"), "unavailable"],
    ["refused", problem(409, "message-deleted"), "deleted"],
  ])("%sEdit_keepsItsTextWhenTheMessageIsDeletedElsewhere", async (_how, refusal, failure) => {
    const server = withTwo();
    server.onCall = (call) => {
      if (call === "edit") throw refusal;
    };
    const { sync, change } = await opened(server);
    sync.edit(1, "better");
    await vi.waitFor(() => expect(change(1)).toMatchObject({ failure }));
    server.erase(1);
    await sync.refresh();
    expect(change(1)).toEqual({ kind: "edit", text: "better", failure: "deleted" });
    sync.giveUpChange(1);
    expect(change(1)).toBeUndefined();
  });

  test("editOnItsWay_keepsItsTextWhenTheMessageIsDeletedElsewhere", async () => {
    const server = withTwo();
    let fail = (_error: unknown) => {};
    server.onCall = (call) =>
      call === "edit" ? new Promise<void>((_resolve, reject) => (fail = reject)) : undefined;
    const { sync, change } = await opened(server);
    sync.edit(1, "better");
    server.erase(1);
    await sync.refresh();
    expect(change(1)).toEqual({ kind: "edit", text: "better", failure: "deleted" });
    fail(new TypeError("network"));
    await sync.refresh();
    expect(change(1)).toMatchObject({ failure: "deleted" });
  });

  test("editThatIsDone_endsWhenTheMessageIsDeletedElsewhere", async () => {
    const server = withTwo();
    const { sync, change } = await opened(server);
    sync.edit(1, "better");
    await vi.waitFor(() => expect(server.messages[0]?.text).toBe("better"));
    server.erase(1);
    await vi.waitFor(() => expect(change(1)).toBeUndefined());
  });

  test("deletion_endsWhenTheMessageIsDeletedElsewhere", async () => {
    const server = withTwo();
    server.onCall = (call) => {
      if (call === "remove") throw new TypeError("network");
    };
    const { sync, change } = await opened(server);
    sync.remove(1);
    await vi.waitFor(() => expect(change(1)).toMatchObject({ failure: "unavailable" }));
    server.erase(1);
    await sync.refresh();
    expect(change(1)).toBeUndefined();
  });
});
