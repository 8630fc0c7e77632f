package dev.rapport.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** The verified caller of a request: who, as what, and from when to when the token counts. */
public record Caller(UserId id, Role role, Instant issuedAt, Instant expiresAt) {
    private static final String ATTRIBUTE = "rapport.caller";

    /** The caller of this request, or empty without a token. */
    public static Optional<Caller> of(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user ? of(user.getSecurityIdentity()) : Optional.empty();
    }

    /** The caller that {@link TokenRules} found in this identity, or empty without a token or a role. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    static String attribute() {
        return ATTRIBUTE;
    }
}
