package dev.rapport.identity;

import dev.rapport.problem.PriorRefusal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The rules on a token that SmallRye JWT does not know: the subject's form, {@code iat} not in the future, one role, and
 * no later revocation, unless the call looks for that itself. On HTTP and on the socket's handshake alike.
 */
@ApplicationScoped
class TokenRules implements SecurityIdentityAugmentor {
    /** How far the clocks of issuer and service may differ; {@code mp.jwt.verify.clock.skew} is the same. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final String EXPIRE_TIME = "quarkus.identity.expire-time";
    private static final Duration NET = Duration.ofSeconds(3);

    private final Revocations revocations;
    private final Clock clock;

    TokenRules(Revocations revocations, Clock clock) {
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        var id = subject(token);
        var issuedAt = issuedAt(token);
        if (revocations.isKnownToBeRevoked(id, issuedAt)) {
            throw revoked();
        }
        var call = HttpSecurityUtils.getRoutingContextAttribute(attributes);
        if (call != null && OwedLook.isLeftTo(call)) {
            var look = new OwedLook(revocations, id, issuedAt);
            PriorRefusal.before(call, look);
            return Uni.createFrom().item(withOneRole(identity, token, id, issuedAt, look));
        }
        return Uni.createFrom()
                .completionStage(revocations.isRevoked(id, issuedAt).toCompletionStage())
                .map(isRevoked -> {
                    if (isRevoked) {
                        throw revoked();
                    }
                    return withOneRole(identity, token, id, issuedAt, null);
                });
    }

    private static AuthenticationFailedException revoked() {
        return new AuthenticationFailedException("The token was revoked.");
    }

    private static UserId subject(JsonWebToken token) {
        var subject = token.getSubject();
        if (subject == null) {
            throw new AuthenticationFailedException("The token has no subject.");
        }
        return UserId.parse(subject)
                .orElseThrow(() -> new AuthenticationFailedException("The token's subject is not a user id."));
    }

    private Instant issuedAt(JsonWebToken token) {
        var seconds = token.getIssuedAtTime();
        if (seconds < 0 || seconds > clock.instant().plus(SKEW).getEpochSecond()) {
            throw new AuthenticationFailedException("The token was issued in the future, or before all time.");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static SecurityIdentity withOneRole(
            SecurityIdentity identity, JsonWebToken token, UserId id, Instant issuedAt, @Nullable OwedLook owed) {
        var expiresAt = Instant.ofEpochSecond(token.getExpirationTime());
        var builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                // The framework closes a socket of an expired identity by itself: a net beneath our own sweep.
                .addAttribute(EXPIRE_TIME, expiresAt.plus(NET).getEpochSecond());
        if (owed != null) {
            builder.addAttribute(OwedLook.class.getName(), owed);
        }
        Role.of(identity.getRoles())
                .ifPresent(role -> builder.addRoles(Set.of(role.label()))
                        .addAttribute(Caller.attribute(), new Caller(id, role, issuedAt, expiresAt)));
        return builder.build();
    }
}
