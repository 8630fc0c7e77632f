import { ErrorResponse } from "oidc-client-ts";

/** Why signing in did not work, as far as it changes what the person can do about it. */
export type Failure =
  /** The person, or the provider on their behalf, said no. */
  | { readonly kind: "denied" }
  /** An answer that this tab did not ask for, asked for long ago, or got twice. */
  | { readonly kind: "strayed" }
  /** Server or provider cannot be reached, or what they answer is not what they should. */
  | { readonly kind: "unreachable" }
  /** The provider refuses for a reason of its own, mostly a setting; its code is for the operator. */
  | { readonly kind: "refused"; readonly code: string };

const PASSING: ReadonlySet<string> = new Set(["temporarily_unavailable", "server_error", "slow_down"]);
/** What RFC 6749 allows in a code, and no more of it than fits a line: it comes out of an address. */
const CODE = /^[\w.-]{1,60}$/;
/** The answers to a request that allowed no page when the provider needs one. */
const NEEDS_THE_PERSON: ReadonlySet<string> = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

/** What to tell of an error on the way. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ErrorResponse) || error.error === null || PASSING.has(error.error))
    return { kind: "unreachable" };
  if (error.error === "access_denied") return { kind: "denied" };
  return { kind: "refused", code: CODE.test(error.error) ? error.error : "unknown" };
}

/** Whether the provider could only answer by showing the person a page. */
export function needsThePerson(error: unknown): boolean {
  return error instanceof ErrorResponse && error.error !== null && NEEDS_THE_PERSON.has(error.error);
}

/** Whether asking again with the same refresh token is in vain. */
export function isFinal(error: unknown): boolean {
  return error instanceof ErrorResponse && error.error !== null && !PASSING.has(error.error);
}
