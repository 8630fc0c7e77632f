import { toldWait } from "@rapport/client";
import { QueryClient } from "@tanstack/react-query";

/** A cache for the answers of one signed-in person; it must not outlive them. */
export function newQueryClient(): QueryClient {
  // The session says when the list is stale; the network state is its business too.
  const queries = {
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: 2,
    retryDelay: (failures: number, error: Error) => Math.max(toldWait(error), 1_000 * 2 ** failures),
    networkMode: "always",
  } as const;
  return new QueryClient({ defaultOptions: { queries } });
}
