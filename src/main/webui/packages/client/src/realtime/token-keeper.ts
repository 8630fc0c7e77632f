import { type Readable, Store } from "./store";

/** A bearer token and when it ends, in milliseconds since the epoch. */
export type AccessToken = { readonly token: string; readonly expiresAt: number };

/** Why a token is asked for: the first one, one ahead of expiry, after a 401, or a click on "Sign in". */
export type TokenReason = "start" | "renew" | "rejected" | "sign-in";

/**
 * Whoever knows how the person signed in: the demo, an OIDC session, or the host page.
 *
 * Nothing is shown to the person for `start`, `renew` and `rejected`; the last wants another token than the one before,
 * which the server refused. `sign-in` may show a page, or leave this one, and then it never resolves.
 */
export interface TokenProvider {
  /**
   * Gives a token; rejects with {@link SignInRequired} when only the person can help, else with any error. A page that
   * cannot import that class throws an `Error` with its name.
   */
  getToken(reason: TokenReason): Promise<AccessToken>;
}

/** Nobody but the person can get a token now. */
export class SignInRequired extends Error {
  override readonly name = "SignInRequired";
}

function isSignInRequired(error: unknown): boolean {
  return error instanceof Error && error.name === "SignInRequired";
}

const MARGIN = 30_000;
const TRUST_A_NEW_TOKEN = 10_000;

/**
 * Holds the one token of the session, in memory only.
 *
 * Callers at the same time share one question to the provider. Once the session is over every call rejects with
 * {@link SignInRequired} until `signInAgain` succeeds.
 */
export class TokenKeeper {
  readonly #provider: TokenProvider;
  readonly #signedOut = new Store(false);
  #held: (AccessToken & { readonly receivedAt: number }) | null = null;
  #asking: Promise<AccessToken> | null = null;

  constructor(provider: TokenProvider) {
    this.#provider = provider;
  }

  /** True from the refusal of the session to the next successful sign-in. */
  get signedOut(): Readable<boolean> {
    return this.#signedOut;
  }

  /** The held token, or a new one when it is about to end. */
  async current(): Promise<AccessToken> {
    this.#refuseWhenSignedOut();
    const held = this.#held;
    if (held === null) return this.#ask("start");
    // The second rule keeps a browser whose clock is wrong from asking before every call.
    const fresh = held.expiresAt - MARGIN > Date.now() || Date.now() - held.receivedAt < TRUST_A_NEW_TOKEN;
    return fresh ? held : this.#ask("renew");
  }

  /** A token to use instead of the given one; asks only when nobody has replaced that one already. */
  async insteadOf(token: string, reason: "renew" | "rejected"): Promise<AccessToken> {
    this.#refuseWhenSignedOut();
    if (this.#asking === null && this.#held !== null && this.#held.token !== token) return this.#held;
    return this.#ask(reason);
  }

  /** The server refused a token that the provider had just given, so the session is over. */
  endSession(): void {
    this.#held = null;
    this.#signedOut.set(true);
  }

  /** The person asks to come back; resolves when a token is there. */
  async signInAgain(): Promise<void> {
    await this.#ask("sign-in");
    this.#signedOut.set(false);
  }

  #refuseWhenSignedOut(): void {
    if (this.#signedOut.getSnapshot()) throw new SignInRequired();
  }

  #ask(reason: TokenReason): Promise<AccessToken> {
    this.#asking ??= this.#provider
      .getToken(reason)
      .then((token) => {
        this.#held = { ...token, receivedAt: Date.now() };
        return token;
      })
      .catch((error: unknown) => {
        if (!isSignInRequired(error)) throw error;
        this.endSession();
        throw new SignInRequired();
      })
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }
}
