import { type Conversation, fetchConversations } from "@rapport/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useChat } from "../../hooks/chat";

const KEY = ["conversations"];
/** Notifications come in bursts; one fetch serves them all. */
const GATHER = 100;

/**
 * The list of conversations, fetched again whenever the session says that it is stale. `query` is about the whole list;
 * `conversations` holds a part of it while the first one is on its way.
 */
export function useConversations() {
  const { api, session } = useChat();
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = session.onListStale(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: KEY });
      }, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, session]);
  const [part, setPart] = useState<readonly Conversation[]>();
  const showPart = useCallback((soFar: readonly Conversation[]) => {
    // One that is fetched again begins with less than is shown.
    setPart((shown) => (shown !== undefined && shown.length > soFar.length ? shown : soFar));
  }, []);
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => fetchConversations(api, client.getQueryData(KEY) === undefined ? showPart : undefined),
  });
  const hasOpen = query.data?.some(({ state }) => state === "open") ?? false;
  // Also when the answer stays the same: a closed socket waits for the next list that holds something.
  // biome-ignore lint/correctness/useExhaustiveDependencies: dataUpdatedAt stands for "fetched again".
  useEffect(() => session.reviewList(hasOpen), [session, hasOpen, query.dataUpdatedAt]);
  return { query, conversations: query.data ?? part };
}
