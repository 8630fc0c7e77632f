import { type AccessToken, SignInRequired, type TokenProvider, type TokenReason } from "@rapport/client";
import type { OidcClient, SigninResponse } from "oidc-client-ts";
import { fetchOidcConfig, type OidcConfig } from "../client-config";
import { isFinal } from "./failure";
import { atQuietMoment, type Span } from "./quiet-moment";
import { leaveTo, leaveToSignIn, oidcClient } from "./redirects";

/** For a provider that does not say how long its tokens last; a wrong guess costs one refused call. */
const ASSUMED_LIFETIME = 300;
const SECONDS_TO_ANSWER = 10;
const RENEW_BEFORE = { first: 180_000, last: 40_000 };
const ERASED_WITHIN = 5_000;
const REVOKED_WITHIN = 3_000;

/**
 * A person signed in at the provider; its tokens are here and nowhere else.
 *
 * With a refresh token a renewal is a call. Without one it is a redirect that asks for no page, at a quiet moment before
 * the token ends; the page that comes back is a new one. There are no frames: browsers keep the provider's cookies from
 * them.
 */
export class OidcSession implements TokenProvider {
  readonly #config: OidcConfig;
  readonly #client: OidcClient;
  #tokens: SigninResponse | null = null;
  #expiresAt = 0;
  #leaving: Promise<never> | null = null;
  #renewal: { readonly stop: () => void } | null = null;

  constructor(config: OidcConfig, tokens: SigninResponse) {
    this.#config = config;
    this.#client = oidcClient(config);
    this.#hold(tokens);
  }

  async getToken(reason: TokenReason): Promise<AccessToken> {
    if (reason === "sign-in") return this.#leave("chat");
    if (this.#tokens === null) throw new SignInRequired();
    const { refresh_token } = this.#tokens;
    if (refresh_token !== undefined && reason !== "start") return this.#refresh(this.#tokens, refresh_token);
    // A refused token that has not ended was revoked: coming back unasked would be against somebody's will.
    if (reason === "rejected") throw new SignInRequired();
    if (this.#expiresAt <= Date.now()) return this.#leave("silently");
    return this.#access(this.#tokens);
  }

  /** Forgets the tokens in this tab. */
  forget(): void {
    this.#renewal?.stop();
    this.#tokens = null;
  }

  /** Forgets the tokens, and ends the session at the provider as far as it offers that; never resolves when it leaves. */
  async end(erased: Promise<void>): Promise<void> {
    const tokens = this.#tokens;
    this.forget();
    await atMost(ERASED_WITHIN, erased);
    if (tokens === null) return;
    const { refresh_token, id_token } = tokens;
    if (refresh_token !== undefined)
      await atMost(REVOKED_WITHIN, this.#client.revokeToken(refresh_token, "refresh_token"));
    // A new client knows nothing yet, so it finds out first whether the provider is there to go to.
    const { url } = await oidcClient(this.#config).createSignoutRequest(
      id_token === undefined ? {} : { id_token_hint: id_token },
    );
    await leaveTo(url);
  }

  async #refresh(before: SigninResponse, refresh_token: string): Promise<AccessToken> {
    try {
      // biome-ignore lint/correctness/useHookAtTopLevel: a call of the protocol, not of React.
      const tokens = await this.#client.useRefreshToken({
        state: { ...before, refresh_token },
        timeoutInSeconds: SECONDS_TO_ANSWER,
      });
      tokens.refresh_token ??= refresh_token;
      // Signed out meanwhile: the answer is for nobody.
      if (this.#tokens !== before) throw new SignInRequired();
      this.#hold(tokens);
      return this.#access(tokens);
    } catch (error) {
      throw isFinal(error) ? new SignInRequired() : error;
    }
  }

  #access({ access_token }: SigninResponse): AccessToken {
    return { token: access_token, expiresAt: this.#expiresAt };
  }

  /** By this browser's clock and the lifetime, never by the time in the token: clocks differ. */
  #hold(tokens: SigninResponse): void {
    const lifetime = (tokens.expires_in ?? ASSUMED_LIFETIME) * 1_000;
    this.#tokens = tokens;
    this.#expiresAt = Date.now() + lifetime;
    this.#renewal?.stop();
    this.#renewal = null;
    if (tokens.refresh_token !== undefined) return;
    this.#renewal = atQuietMoment(renewalSpan(this.#expiresAt, lifetime), () => {
      // What stands in the way now may be gone at the next look.
      if (navigator.onLine) this.#leave("silently").catch(() => undefined);
    });
  }

  /** Asks for the settings first: when this server does not answer, there would be nothing to come back to. */
  #leave(from: "silently" | "chat"): Promise<never> {
    this.#leaving ??= fetchOidcConfig()
      .then((config) => {
        if (config === null) throw new SignInRequired();
        return leaveToSignIn(oidcClient(config), from);
      })
      .finally(() => {
        this.#leaving = null;
      });
    return this.#leaving;
  }
}

/** Late in the token's life, with time left for the way to the provider and back. */
export function renewalSpan(expiresAt: number, lifetime: number): Span {
  return {
    from: expiresAt - Math.min(RENEW_BEFORE.first, lifetime / 2),
    until: expiresAt - Math.min(RENEW_BEFORE.last, lifetime / 4),
  };
}

/** Waits for work that signing out does not depend on. */
async function atMost(patience: number, work: Promise<unknown>): Promise<void> {
  const patient = new Promise((resolve) => setTimeout(resolve, patience));
  await Promise.race([work.catch(() => undefined), patient]);
}
