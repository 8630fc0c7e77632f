import type { ClientConfig } from "@rapport/client";

const DEADLINE = 10_000;

/** What the operator tells every page, for whoever asks before anybody has signed in. */
export async function fetchPageConfig(deadline = DEADLINE): Promise<ClientConfig> {
  const answer = await fetch("/api/v1/client-config", { signal: AbortSignal.timeout(deadline) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as ClientConfig;
}

/** The same as a query; it changes with a restart of the server only. */
export const pageConfigQuery = {
  queryKey: ["client-config"],
  queryFn: () => fetchPageConfig(),
  staleTime: Number.POSITIVE_INFINITY,
} as const;
