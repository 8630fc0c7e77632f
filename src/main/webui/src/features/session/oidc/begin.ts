import type { OidcClient } from "oidc-client-ts";
import { fetchOidcConfig, type OidcConfig } from "../client-config";
import { type Failure, failureOf, needsThePerson } from "./failure";
import { OidcSession } from "./oidc-session";
import { forgetAttempts, journeyOf, leaveToSignIn, oidcClient, redeem } from "./redirects";
import { signedInMark } from "./signed-in-mark";

/** Where a page stands once it has looked at its surroundings. */
export type Beginning =
  | { readonly kind: "signed-in"; readonly session: OidcSession; readonly returnTo: string }
  /** The person has to act; `expired` says that they were signed in before. */
  | {
      readonly kind: "ask";
      readonly client: OidcClient;
      readonly expired: boolean;
      readonly returnTo?: string;
    }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      readonly client?: OidcClient;
      readonly returnTo?: string;
    }
  | { readonly kind: "unconfigured" };

/**
 * Begins a page: with the provider's answer, if there is one, or with a silent redirect where a reload interrupted a
 * session. A silent redirect that is refused ends at the sign-in page, and none follows it.
 */
export async function begin(answer: string | null): Promise<Beginning> {
  const config = await fetchOidcConfig().catch(failureOf);
  if (config === null) return { kind: "unconfigured" };
  if ("kind" in config) return { kind: "failed", failure: config };
  const client = oidcClient(config);
  if (answer !== null) return arrive(config, client, answer);
  forgetAttempts();
  if (!signedInMark.isSet()) return { kind: "ask", client, expired: false };
  return leaveToSignIn(client, "silently").catch((error: unknown) => failed(client, error));
}

async function arrive(config: OidcConfig, client: OidcClient, answer: string): Promise<Beginning> {
  const journey = await journeyOf(client, answer).catch(() => null);
  if (journey === null) {
    forgetAttempts();
    return { kind: "failed", failure: { kind: "strayed" }, client };
  }
  const { silent, returnTo } = journey;
  try {
    const session = new OidcSession(config, await redeem(client, answer));
    signedInMark.set();
    return { kind: "signed-in", session, returnTo };
  } catch (error) {
    if (!silent || !needsThePerson(error)) return { ...failed(client, error), returnTo };
    signedInMark.clear();
    return { kind: "ask", client, expired: true, returnTo };
  }
}

function failed(client: OidcClient, error: unknown) {
  return { kind: "failed", failure: failureOf(error), client } as const;
}
