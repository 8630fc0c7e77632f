package dev.rapport.identity;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** The verified caller of a request: who, as what, and from when to when the token counts. */
public record Caller(UserId id, Role role, Instant issuedAt, Instant expiresAt) {
    private static final String ATTRIBUTE = "rapport.caller";

    /** The caller of this request; {@code unauthenticated} without a token, {@code forbidden} without a role. */
    public static Caller require(RoutingContext context) {
        if (isNobody(context)) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED);
        }
        return of(((QuarkusHttpUser) context.user()).getSecurityIdentity())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.FORBIDDEN, "The token's groups name none of client, coach and platform."));
    }

    /** Whether this request came without a token. */
    static boolean isNobody(RoutingContext context) {
        return !(context.user() instanceof QuarkusHttpUser user)
                || user.getSecurityIdentity().isAnonymous();
    }

    /** The caller that {@link TokenRules} found in this identity, or empty without a token or a role. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    static String attribute() {
        return ATTRIBUTE;
    }
}
