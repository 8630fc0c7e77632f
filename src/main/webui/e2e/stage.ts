import type { Conversation, Me } from "@rapport/client";
import type { Page, Route, WebSocketRoute } from "playwright-core";

export type Message = NonNullable<Conversation["lastMessage"]>;

/** What the person of a scene sees of a server that is played: a fixed answer for each call. */
export type Scene = {
  readonly me?: Partial<Me> | "failing";
  readonly conversations?: readonly Conversation[] | "pending" | "failing";
  readonly messages?: readonly Message[] | "pending" | "failing";
  /** What a message that is sent is answered with: a status, or never. */
  readonly sending?: number | "pending";
  /** The code that every socket is closed with; without it they stay open. */
  readonly closedWith?: number;
};

/** When all scenes are played. */
export const NOW = new Date("2026-03-12T14:40:00+01:00");

const PEOPLE = [
  { id: "anna", displayName: "Anna de Vries", role: "client" },
  { id: "karim", displayName: "Karim Haddad", role: "client" },
  { id: "marieke", displayName: "Marieke Jansen", role: "coach" },
  { id: "tom", displayName: "Tom Peeters", role: "coach" },
];

const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

/** A message of so many minutes ago. */
export function message(seq: number, senderId: string, text: string, minutes: number): Message {
  return { seq, version: seq, senderId, text, sentAt: minutesAgo(minutes) };
}

/** A conversation with the given coach, read to its end. */
export function conversation(
  id: string,
  displayName: string,
  change: Partial<Omit<Conversation, "peer">> & { presence?: Conversation["peer"]["presence"] } = {},
): Conversation {
  const { presence = "offline", ...rest } = change;
  const lastSeq = rest.lastMessage?.seq ?? 0;
  return {
    peer: { id, displayName, role: "coach", presence },
    state: "open",
    lastSeq,
    version: lastSeq,
    readSeq: lastSeq,
    peerReadSeq: lastSeq,
    unread: 0,
    ...rest,
  };
}

const problem = (slug: string, status: number) => ({
  status,
  contentType: "application/problem+json",
  json: {
    type: `urn:rapport:problem:${slug}`,
    title: slug,
    status,
    requestId: "5f1c0c1e-2f0a-4d55-9f3a-c1a6a4f5d2b7",
  },
});

/** Plays a scene in front of the page: nothing that it asks reaches a server. Returns its sockets. */
export async function play(page: Page, scene: Scene): Promise<WebSocketRoute[]> {
  await page.clock.setFixedTime(NOW);
  return playNow(page, scene, NOW.getTime());
}

/** Plays a scene at the time that it is. */
export async function playNow(page: Page, scene: Scene, now = Date.now()): Promise<WebSocketRoute[]> {
  const sockets: WebSocketRoute[] = [];
  await page.route("**/dev/people", (route) => route.fulfill({ json: PEOPLE }));
  await page.route("**/dev/token", (route) =>
    route.fulfill({
      json: { token: "played", expiresAt: new Date(now + 3_600_000).toISOString() },
    }),
  );
  await page.route("**/api/v1/**", (route) => answer(route, scene));
  await page.routeWebSocket("**/ws", (socket) => {
    sockets.push(socket);
    if (scene.closedWith !== undefined) void socket.close({ code: scene.closedWith });
    else socket.send('{"content":"ready"}');
  });
  return sockets;
}

function answer(route: Route, scene: Scene): Promise<void> | undefined {
  const path = new URL(route.request().url()).pathname.replace("/api/v1", "");
  const method = route.request().method();
  if (path === "/me") {
    if (scene.me === "failing") return route.fulfill(problem("internal", 500));
    const me = {
      id: "anna",
      displayName: "Anna de Vries",
      role: "client",
      locale: "en",
      availability: "available",
    };
    return route.fulfill({ json: { ...me, ...scene.me } });
  }
  if (path === "/conversations") return fixed(route, scene.conversations ?? [], (items) => ({ items }));
  if (path.endsWith("/messages") && method === "GET") {
    return fixed(route, scene.messages ?? [], (items) => {
      const version = items.at(-1)?.seq ?? 0;
      return { items, version, readSeq: readSeqOf(scene), peerReadSeq: version, hasMore: false };
    });
  }
  if (path.endsWith("/messages")) {
    if (scene.sending === "pending") return;
    return route.fulfill(problem("invalid-text", scene.sending ?? 422));
  }
  if (path === "/client-config")
    return route.fulfill({
      json: { oidc: null, locales: ["en", "nl", "fr"], texts: {}, messageEditWindowSeconds: 900 },
    });
  return route.fulfill({ status: 204 });
}

function readSeqOf({ conversations }: Scene): number {
  return Array.isArray(conversations) ? (conversations[0]?.readSeq ?? 0) : 0;
}

function fixed<T>(
  route: Route,
  given: readonly T[] | "pending" | "failing",
  bodyOf: (items: readonly T[]) => unknown,
): Promise<void> | undefined {
  if (given === "pending") return;
  if (given === "failing") return route.fulfill(problem("internal", 500));
  return route.fulfill({ json: bodyOf(given) });
}
