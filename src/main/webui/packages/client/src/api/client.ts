import createClient, { type Client } from "openapi-fetch";
import type { TokenKeeper } from "../realtime/token-keeper";
import { authorisedFetch } from "./authorised-fetch";
import { ApiProblem } from "./problem";
import type { paths } from "./schema";

/** The typed HTTP contract of Rapport. */
export type ApiClient = Client<paths>;

/** Makes a client that calls the server the page came from. */
export function createApiClient(tokens: TokenKeeper, baseUrl: string = location.origin): ApiClient {
  return createClient<paths>({ baseUrl, fetch: authorisedFetch(tokens) });
}

/** The data of an answer; throws an {@link ApiProblem} for a refusal. */
export function dataOf<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.response.ok) return answer.data as T;
  throw new ApiProblem(answer.response, answer.error);
}
