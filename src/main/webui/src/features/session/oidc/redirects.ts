import { OidcClient, type SigninResponse, type SigninState, WebStorageStateStore } from "oidc-client-ts";
import type { OidcConfig } from "../client-config";

/** Where the provider sends people back to; operators register it there. */
const CALLBACK = "/signed-in";
const ATTEMPTS = "rapport.oidc.";
const PATIENCE = 20_000;
const SECONDS_TO_ANSWER = 10;
const CONVERSATION = /^\/conversations\/[^/]+$/;

/** What a redirect wants to find again when it comes back. */
export type Journey = { readonly silent: boolean; readonly returnTo: string };

/** A client of the provider. It remembers a redirect in this tab's session storage, and nothing else anywhere. */
export function oidcClient({ authority, clientId, scope }: OidcConfig): OidcClient {
  return new OidcClient({
    authority,
    client_id: clientId,
    scope,
    redirect_uri: new URL(CALLBACK, location.origin).href,
    post_logout_redirect_uri: new URL("/", location.origin).href,
    requestTimeoutInSeconds: SECONDS_TO_ANSWER,
    stateStore: new WebStorageStateStore({ prefix: ATTEMPTS, store: sessionStorage }),
  });
}

/**
 * Takes the provider's answer out of the address bar and the history, before anything else can read or keep it; null
 * when this page is not an answer.
 */
export function takeAnswer(): string | null {
  const { pathname, search, href } = location;
  if (pathname !== CALLBACK) return null;
  history.replaceState(null, "", "/");
  return new URLSearchParams(search).has("state") ? href : null;
}

/**
 * Leaves for the provider; rejects when it cannot be reached. A silent journey asks for no page of the provider's: it
 * answers at once, with a code or with `login_required`. Only from the sign-in page is there a way back, for a person
 * whom the provider leaves standing; a page that showed a conversation does not wait in the history.
 */
export async function leaveToSignIn(
  client: OidcClient,
  from: "silently" | "sign-in-page" | "chat",
): Promise<never> {
  forgetAttempts();
  const silent = from === "silently";
  const returnTo = CONVERSATION.test(location.pathname) ? location.pathname : "/";
  const request = await client.createSigninRequest({
    ...(silent && { prompt: "none" }),
    state: { silent, returnTo } satisfies Journey,
  });
  return leaveTo(request.url, from === "sign-in-page" ? "assign" : "replace");
}

/** Leaves the page and never resolves; rejects when the browser did not leave after all. */
export function leaveTo(url: string, how: "assign" | "replace" = "replace"): Promise<never> {
  return new Promise((_, reject) => {
    const stayed = () => {
      forgetAttempts();
      reject(new Error("The browser stayed on the page."));
    };
    setTimeout(stayed, PATIENCE);
    addEventListener("pageshow", (event) => event.persisted && stayed());
    location[how](url);
  });
}

/** What the answer belongs to; rejects when this tab did not ask for it, or long ago. */
export async function journeyOf(client: OidcClient, answer: string): Promise<Journey> {
  const { state } = await client.readSigninResponseState(answer);
  return journeyIn(state);
}

function journeyIn({ data }: SigninState): Journey {
  return data as Journey;
}

/** Changes the code for tokens; rejects with the provider's refusal. */
export function redeem(client: OidcClient, answer: string): Promise<SigninResponse> {
  return client.processSigninResponse(answer).finally(forgetAttempts);
}

/** A redirect that was given up leaves its code verifier behind. */
export function forgetAttempts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(ATTEMPTS)) sessionStorage.removeItem(key);
  }
}
