package dev.rapport.clientconfig;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where Rapport's own page has people sign in; without these a host page brings tokens. */
@ConfigMapping(prefix = "rapport.oidc")
interface OidcConfig {
    /** The issuer of the OpenID provider: its discovery document is below this address. */
    Optional<String> authority();

    /** What the provider calls the page: a public client with the code flow and PKCE. */
    Optional<String> clientId();

    /** Scopes to ask for, separated by spaces, {@code openid} among them; {@code openid} alone by default. */
    Optional<String> scope();
}
