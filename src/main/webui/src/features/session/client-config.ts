/** The organisation's OpenID provider, as the operator named it. */
export type OidcConfig = { readonly authority: string; readonly clientId: string; readonly scope: string };

const DEADLINE = 10_000;

/** How people sign in at this deployment; null when the operator has set nothing. */
export async function fetchOidcConfig(): Promise<OidcConfig | null> {
  const answer = await fetch("/api/v1/client-config", { signal: AbortSignal.timeout(DEADLINE) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const { oidc } = (await answer.json()) as { oidc: OidcConfig | null };
  return oidc;
}
