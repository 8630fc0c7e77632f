import { type ApiClient, dataOf } from "./client";
import type { components } from "./schema";

/** The signed-in person. */
export type Me = components["schemas"]["Me"];
/** A conversation as the list shows it. */
export type Conversation = components["schemas"]["Conversation"];
/** What the operator tells every page. */
export type ClientConfig = components["schemas"]["ClientConfig"];
/** What a coach chooses to be. */
export type Availability = Me["availability"];

const PAGE = 200;
const MOST_PAGES = 10;

/** Who is signed in. */
export async function fetchMe(api: ApiClient): Promise<Me> {
  return dataOf(await api.GET("/api/v1/me"));
}

/** What the operator tells every page, the organisation's own texts among it. */
export async function fetchClientConfig(api: ApiClient): Promise<ClientConfig> {
  return dataOf(await api.GET("/api/v1/client-config"));
}

/** Tells one's clients whether one is available. */
export async function putAvailability(api: ApiClient, status: Availability): Promise<void> {
  dataOf(await api.PUT("/api/v1/me/availability", { body: { status } }));
}

/** All conversations, the last active first; tells of those that are there while more are on their way. */
export async function fetchConversations(
  api: ApiClient,
  onPart: (soFar: readonly Conversation[]) => void = () => {},
): Promise<readonly Conversation[]> {
  let all: readonly Conversation[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const query = cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor };
    const { items, nextCursor } = dataOf(await api.GET("/api/v1/conversations", { params: { query } }));
    all = [...all, ...items];
    if (!nextCursor) break;
    cursor = nextCursor;
    onPart(all);
  }
  return all;
}
