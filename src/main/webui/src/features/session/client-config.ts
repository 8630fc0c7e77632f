import type { ClientConfig } from "@rapport/client";
import { fetchPageConfig } from "../../hooks/page-config";

/** The organisation's OpenID provider, as the operator named it. */
export type OidcConfig = NonNullable<ClientConfig["oidc"]>;

/** How people sign in at this deployment; null when the operator has set nothing. */
export async function fetchOidcConfig(): Promise<OidcConfig | null> {
  return (await fetchPageConfig()).oidc;
}
