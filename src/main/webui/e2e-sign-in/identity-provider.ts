import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Provider } from "oidc-provider";

export const CLIENT = "rapport-web";
const PLATFORM = "rapport-platform";
const PLATFORM_SECRET = "only-on-loopback";
const API = "urn:rapport:api";

/** What a test may change while the provider runs. */
export type Behaviour = {
  refreshTokens: boolean;
  /** Of access tokens, in seconds. */
  lifetime: number;
  audience: string;
};

const USUAL: Behaviour = { refreshTokens: true, lifetime: 300, audience: "rapport" };

/** A certified OpenID provider on loopback, with the sign-in page of an imaginary organisation. */
export class IdentityProvider {
  readonly issuer: string;
  readonly #port: number;
  readonly #provider: Provider;
  readonly #behaviour: Behaviour = { ...USUAL };
  readonly #groups: ReadonlyMap<string, string>;
  #server: Server | null = null;
  /** How often tokens were asked for, by grant. */
  readonly grants: string[] = [];
  readonly #sessions = new Set<{ destroy(): Promise<void> }>();

  /** `groups` tells for each person what they are to Rapport. */
  constructor(port: number, app: string, groups: ReadonlyMap<string, string>) {
    this.#port = port;
    this.#groups = groups;
    this.issuer = `http://127.0.0.1:${port}`;
    this.#provider = this.#create(app);
  }

  behave(changes: Partial<Behaviour>): void {
    Object.assign(this.#behaviour, USUAL, changes);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server = this.#provider.listen(this.#port, "127.0.0.1", resolve);
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.#server?.close(resolve);
      this.#server?.closeAllConnections();
    });
  }

  /** Signs everybody out, as an administrator can. */
  async endSessions(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.destroy()));
    this.#sessions.clear();
  }

  /** A token of the organisation's own back end, by its client credentials. */
  async platformToken(): Promise<string> {
    const answer = await fetch(`${this.issuer}/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${PLATFORM}:${PLATFORM_SECRET}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", resource: API }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  #create(app: string): Provider {
    const behaviour = this.#behaviour;
    const provider: Provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT,
          token_endpoint_auth_method: "none",
          grant_types: ["authorization_code", "refresh_token"],
          redirect_uris: [`${app}/signed-in`],
          post_logout_redirect_uris: [`${app}/`],
        },
        {
          client_id: PLATFORM,
          client_secret: PLATFORM_SECRET,
          grant_types: ["client_credentials"],
          response_types: [],
          redirect_uris: [],
        },
      ],
      clientBasedCORS: (_context, origin) => origin === app,
      pkce: { required: () => true },
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
      issueRefreshToken: async () => behaviour.refreshTokens,
      extraTokenClaims: (_context, token) => ({
        groups: ["accountId" in token ? this.#groups.get(String(token.accountId)) : "platform"],
      }),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        revocation: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context, form) => {
            context.body = page(`<h1>Sign out everywhere?</h1>${form}
              <button type="submit" form="op.logoutForm" name="logout" value="yes">Yes</button>`);
          },
        },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => API,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: "",
            audience: behaviour.audience,
            accessTokenTTL: behaviour.lifetime,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          }),
        },
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      // The organisation's own app: nobody is asked for consent.
      loadExistingGrant: async ({ oidc }) => {
        const { session, client } = oidc;
        const known = client && session?.grantIdFor(client.clientId);
        if (known) return provider.Grant.find(known);
        const grant = new provider.Grant({ accountId: session?.accountId, clientId: client?.clientId });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
    });
    provider.use(async (context, next) => {
      if (!context.path.startsWith("/interaction/")) return next();
      const { who } = context.query;
      if (typeof who === "string") return this.#decide(context.req, context.res, who);
      const people = [...this.#groups.keys()].map((id) => `<a href="?who=${id}">${id}</a>`);
      context.body = page(`<h1>The organisation</h1>${people.join(" ")} <a href="?who=">Cancel</a>`);
    });
    provider.on("session.saved", (session) => this.#sessions.add(session));
    provider.on("grant.success", ({ oidc }) => this.grants.push(String(oidc.params?.grant_type)));
    return provider;
  }

  /** Whoever says a name on the sign-in page is believed. */
  #decide(request: IncomingMessage, response: ServerResponse, who: string): Promise<void> {
    const result = who === "" ? { error: "access_denied" } : { login: { accountId: who } };
    return this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><title>The organisation</title><link rel="icon" href="data:,">${body}</html>`;
