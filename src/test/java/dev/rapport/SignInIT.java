package dev.rapport;

import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.testsupport.BrowserTests;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application as an operator sets it up for an OpenID provider, which the browser tests bring with them. */
class SignInIT {
    @Test
    void people_signInAtAProvider() throws Exception {
        var port = Integer.toString(EmbeddedBroker.freePort());
        var providerPort = Integer.toString(EmbeddedBroker.freePort());
        // Two sites, as in life: a browser keeps the one's cookies from the other's frames.
        var app = "http://localhost:" + port;
        var provider = "http://127.0.0.1:" + providerPort;
        try (var deployment = new Deployment()) {
            var settings = deployment.settings();
            settings.putAll(Map.of(
                    "QUARKUS_HTTP_PORT",
                    port,
                    "RAPPORT_HTTP_ORIGINS",
                    app,
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    provider + "/jwks",
                    "MP_JWT_VERIFY_ISSUER",
                    provider,
                    "MP_JWT_VERIFY_AUDIENCES",
                    "rapport",
                    "RAPPORT_OIDC_AUTHORITY",
                    provider,
                    "RAPPORT_OIDC_CLIENT_ID",
                    "rapport-web",
                    "RAPPORT_OIDC_SCOPE",
                    "openid"));
            try (var _ = Replica.start("sign-in", settings)) {
                BrowserTests.run("e2e:sign-in", app, Map.of("RAPPORT_OIDC_PORT", providerPort));
            }
        }
    }
}
