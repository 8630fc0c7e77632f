package dev.rapport.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Tells access tokens from the other tokens that an issuer signs with the same key. Nothing that all issuers share marks
 * an access token, so what says that it is something else is refused.
 */
final class AccessTokens {
    /** The header {@code typ} of RFC 9068, and of a token that does not say what it is for. */
    private static final String OF_RFC_9068 = "at+jwt";

    private static final String PLAIN = "jwt";

    /** Where Keycloak, Cognito and others say what a token is for, and what they call an access token. */
    private static final List<String> PURPOSES = List.of("typ", "token_use", "token_type");

    private static final Set<String> ACCESS = Set.of("bearer", "access", "access_token");

    /** What OpenID Connect puts into ID tokens and logout tokens. */
    private static final List<String> OF_OTHER_TOKENS = List.of("nonce", "at_hash", "c_hash", "s_hash", "events");

    private AccessTokens() {}

    /** Throws {@link AuthenticationFailedException} for an ID, refresh or logout token. */
    static void require(JsonWebToken token) {
        var type = headerType(token);
        if (!type.equals(PLAIN) && !type.equals(OF_RFC_9068)) {
            throw new AuthenticationFailedException("The token's header names another type.");
        }
        var purposes = PURPOSES.stream().filter(token::containsClaim).toList();
        if (purposes.stream().anyMatch(purpose -> !ACCESS.contains(lowerCase(token.getClaim(purpose))))) {
            throw new AuthenticationFailedException("The token was made for another purpose.");
        }
        // Keycloak before 25 puts a nonce into access tokens as well; those say that they are.
        var saysAccess = type.equals(OF_RFC_9068) || !purposes.isEmpty();
        if (!saysAccess && OF_OTHER_TOKENS.stream().anyMatch(token::containsClaim)) {
            throw new AuthenticationFailedException("The token is an ID token.");
        }
    }

    private static String headerType(JsonWebToken token) {
        var raw = token.getRawToken();
        var header =
                new String(Base64.getUrlDecoder().decode(raw.substring(0, raw.indexOf('.'))), StandardCharsets.UTF_8);
        var type = lowerCase(new JsonObject(header).getValue("typ", PLAIN));
        return type.startsWith("application/") ? type.substring("application/".length()) : type;
    }

    private static String lowerCase(@Nullable Object value) {
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }
}
