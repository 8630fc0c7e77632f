import { SignInRequired, type TokenKeeper } from "../realtime/token-keeper";

const DEADLINE = 20_000;

/**
 * A `fetch` that carries the session's token.
 *
 * A 401 asks the provider once and repeats the request; a second 401 ends the session.
 */
export function authorisedFetch(
  tokens: TokenKeeper,
  send: typeof fetch = fetch,
): (request: Request) => Promise<Response> {
  const attempt = (request: Request, token: string) => {
    const copy = new Request(request, { signal: AbortSignal.timeout(DEADLINE) });
    copy.headers.set("Authorization", `Bearer ${token}`);
    return send(copy);
  };
  return async (request) => {
    const { token } = await tokens.current();
    const first = await attempt(request.clone(), token);
    if (first.status !== 401) return first;
    const replacement = await tokens.insteadOf(token, "rejected");
    const second = await attempt(request, replacement.token);
    if (second.status !== 401) return second;
    tokens.endSession();
    throw new SignInRequired();
  };
}
