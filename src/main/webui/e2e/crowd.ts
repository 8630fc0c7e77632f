import type { Page, Request, Route } from "playwright-core";

type Message = { seq: number; version: number; senderId: string; text: string; sentAt: string };

/** How much there is; the rest of what the browser asks for goes to the server. */
type Crowd = { ownId: string; conversations: number; messages: number; unread?: number };

const PEER = "crowd-0";
const MINUTE = 60_000;
const SENTENCES = [
  "Good morning, how did it go yesterday?",
  "Better than I thought. I wrote down what we spoke about and read it before going in, which helped.",
  "I am glad.",
  "Could we talk about Thursday? There is something that I have been putting off, and I would like to have a plan for it before the week is over.",
];

/**
 * Answers in the server's place for a person with more conversations and messages than a demonstration has. The first
 * one, "Person 0", has all the messages.
 */
export async function crowd(
  page: Page,
  { ownId, conversations, messages, unread = 0 }: Crowd,
): Promise<void> {
  const now = Date.now();
  const written: Message[] = Array.from({ length: messages }, (_, index) => ({
    seq: index + 1,
    version: index + 1,
    senderId: index % 3 === 0 ? ownId : PEER,
    text: `${index + 1}. ${SENTENCES[index % SENTENCES.length]}`,
    sentAt: new Date(now - (messages - index) * 3 * MINUTE).toISOString(),
  }));
  let readSeq = messages - unread;
  const marks = () => ({ readSeq, peerReadSeq: 0 });
  const conversation = (index: number) => ({
    peer: { id: `crowd-${index}`, displayName: `Person ${index}`, role: "client", presence: "away" },
    state: "open",
    lastSeq: index === 0 ? written.length : 1,
    version: index === 0 ? written.length : 1,
    ...(index === 0 ? marks() : { readSeq: 1, peerReadSeq: 0 }),
    unread: index === 0 ? Math.min(100, written.length - readSeq) : 0,
    lastMessage: { ...written.at(-1), sentAt: new Date(now - index * MINUTE).toISOString() },
  });
  const list = (query: URLSearchParams) => {
    const start = Number(query.get("cursor") ?? 0);
    const end = Math.min(start + Number(query.get("limit")), conversations);
    const items = Array.from({ length: end - start }, (_, index) => conversation(start + index));
    return { items, nextCursor: end < conversations ? String(end) : null };
  };
  const pageOf = (query: URLSearchParams) => {
    const [before, since, limit] = ["before", "since", "limit"].map((name) => Number(query.get(name) ?? 0));
    if (query.has("since")) {
      return { items: written.slice(since), version: written.length, hasMore: false, ...marks() };
    }
    const older = query.has("before") ? written.slice(0, (before ?? 1) - 1) : written;
    const items = older.slice(-(limit ?? 50));
    return { items, version: written.length, hasMore: items.length < older.length, ...marks() };
  };
  const post = (request: Request) => {
    const { text } = request.postDataJSON() as { text: string };
    const seq = written.length + 1;
    const message = { seq, version: seq, senderId: ownId, text, sentAt: new Date().toISOString() };
    written.push(message);
    return message;
  };
  await page.route("**/api/v1/conversations**", async (route: Route) => {
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    if (request.method() === "PUT") {
      readSeq = Math.max(readSeq, (request.postDataJSON() as { seq: number }).seq);
      return route.fulfill({ status: 204 });
    }
    if (pathname.endsWith("/typing")) return route.fulfill({ status: 202 });
    if (request.method() === "POST") return route.fulfill({ status: 201, json: post(request) });
    return route.fulfill({
      json: pathname.endsWith("/messages") ? pageOf(searchParams) : list(searchParams),
    });
  });
}
