package dev.rapport.clientconfig;

import dev.rapport.problem.StartRefused;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An OpenID provider, and what Rapport's page is to it. */
@Schema(
        name = "OidcConfig",
        description = "Where to sign in; null where the host page brings tokens.",
        nullable = true,
        requiredProperties = {"authority", "clientId", "scope"})
record Oidc(String authority, String clientId, String scope) {
    private static final String OPENID = "openid";
    private static final int MAX_LENGTH = 1000;

    /** Its origin goes into a policy: nothing that could end a word there. In clear text to this machine only. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(https://(?:[a-z0-9.-]+|\\[[0-9a-f:]+])|http://(?:localhost|127\\.0\\.0\\.1|\\[::1]))(:[0-9]{1,5})?(/[A-Za-z0-9._~%:@/-]*)?");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+(?: [\\x21-\\x7e]+)*");

    /** What is configured, if anything is. */
    static Optional<Oidc> of(OidcConfig config) {
        if (Stream.of(config.authority(), config.clientId(), config.scope()).allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        if (config.authority().isEmpty() || config.clientId().isEmpty()) {
            throw new StartRefused(
                    "signing in needs both RAPPORT_OIDC_AUTHORITY (the issuer of the OpenID provider) and"
                            + " RAPPORT_OIDC_CLIENT_ID (what it calls the page); set both, or no RAPPORT_OIDC_ setting at all");
        }
        var oidc = new Oidc(
                config.authority().get(),
                config.clientId().get(),
                config.scope().orElse(OPENID));
        oidc.check();
        return Optional.of(oidc);
    }

    private void check() {
        if (!isWithin(AUTHORITY, authority)) {
            throw new StartRefused(
                    "RAPPORT_OIDC_AUTHORITY is an address such as https://id.example.org/realms/care, with"
                            + " its host in lower case and without query and fragment; http is for localhost alone");
        }
        if (!isWithin(PRINTABLE, clientId)) {
            throw new StartRefused("RAPPORT_OIDC_CLIENT_ID has 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
        if (!isWithin(PRINTABLE, scope) || !Stream.of(scope.split(" ")).anyMatch(OPENID::equals)) {
            throw new StartRefused("RAPPORT_OIDC_SCOPE names scopes, separated by one space, and openid among them");
        }
    }

    private static boolean isWithin(Pattern pattern, String value) {
        return value.length() <= MAX_LENGTH && pattern.matcher(value).matches();
    }

    /** Scheme, host and port of the authority. */
    String origin() {
        var path = authority.indexOf('/', authority.indexOf("://") + "://".length());
        return path < 0 ? authority : authority.substring(0, path);
    }
}
