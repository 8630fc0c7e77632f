import type { FetchResponse, ParamsOption, RequestBodyOption } from "openapi-fetch";
import type { TokenKeeper } from "../realtime/token-keeper";
import { authorisedFetch } from "./authorised-fetch";
import { KeptAnswers } from "./kept-answers";
import { ApiProblem } from "./problem";
import type { paths } from "./schema";

type Method = "get" | "put" | "post" | "patch" | "delete";
type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends undefined ? never : P;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Init<T> = ParamsOption<T> & RequestBodyOption<T>;
type Call<M extends Method> = <P extends PathWith<M>>(
  path: P,
  ...init: Record<string, never> extends Init<Operation<P, M>>
    ? [Init<Operation<P, M>>?]
    : [Init<Operation<P, M>>]
) => Promise<FetchResponse<Operation<P, M>, unknown, "application/json">>;

/** The typed HTTP contract of Rapport. */
export type ApiClient = { readonly [M in Method as Uppercase<M>]: Call<M> } & {
  /** The server's time in milliseconds, as its answers told it; null where they do not, as for pages of another origin. */
  readonly serverNow: () => number | null;
};

type Values = Record<string, string | number | undefined>;
type AnyInit = {
  params?: { path?: Values; query?: Values; header?: Record<string, string> };
  body?: unknown;
};

/**
 * Makes a client that calls the server of this origin.
 *
 * The types are those of openapi-fetch. Its code is not used: it also does what this contract does not need, and would
 * be a sixth of this package.
 */
export function createApiClient(tokens: TokenKeeper, baseUrl: string): ApiClient {
  const send = authorisedFetch(tokens);
  const kept = new KeptAnswers();
  let ahead = Number.NaN;
  const call =
    (method: string) =>
    async (path: string, init: AnyInit = {}) => {
      const request = requestFor(method, path, init, baseUrl);
      kept.ask(request);
      const response = await send(request);
      const date = Date.parse(response.headers.get("Date") ?? "");
      if (date) ahead = date - Date.now();
      const content = kept.take(request, response, contentOf(await response.text()));
      return response.ok || response.status === 304
        ? { data: content, response }
        : { error: content, response };
    };
  // The contract is checked where it is called.
  return {
    GET: call("GET"),
    PUT: call("PUT"),
    POST: call("POST"),
    PATCH: call("PATCH"),
    DELETE: call("DELETE"),
    serverNow: () => (Number.isNaN(ahead) ? null : Date.now() + ahead),
  } as unknown as ApiClient;
}

function requestFor(method: string, path: string, { params, body }: AnyInit, baseUrl: string): Request {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params?.path?.[name])));
  const url = new URL(filled, baseUrl);
  for (const [name, value] of Object.entries(params?.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const headers = new Headers(params?.header);
  if (body === undefined) return new Request(url, { method, headers });
  headers.set("Content-Type", "application/json");
  return new Request(url, { method, headers, body: JSON.stringify(body) });
}

/** What is no JSON comes from something in between, and is as good as nothing. */
function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The data of an answer; throws an {@link ApiProblem} for a refusal. */
export function dataOf<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (!("error" in answer)) return answer.data as T;
  throw new ApiProblem(answer.response, answer.error);
}
