package dev.rapport.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * SmallRye's own, which fails instead of refusing when {@code groups} is no list; and it remembers for a minute what it
 * has verified. A person sends the same token with every call of an hour, and verifying it costs more than the rest of a
 * call does. Whatever time or the database may change is looked at each time all the same: the expiry here, the revocation
 * by {@link TokenRules} or the call itself. A key that the issuer withdraws is believed for a minute longer, which is less than
 * SmallRye keeps the issuer's keys.
 */
@ApplicationScoped
@Alternative
@Priority(1)
// A native binary looks this part of Caffeine up by name: entries with a maximum size and expiry after they were
// written.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSW", "com.github.benmanes.caffeine.cache.PSWMS"})
class VerifiedTokens extends DefaultJWTCallerPrincipalFactory {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Of a kilobyte or two each. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Clock clock;
    private final Cache<String, JWTCallerPrincipal> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            // Its upkeep is short, and not worth a thread of its own.
            .executor(Runnable::run)
            .build();

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo rules) throws ParseException {
        var known = verified.getIfPresent(token);
        if (known != null && clock.instant().isBefore(Instant.ofEpochSecond(known.getExpirationTime()))) {
            return known;
        }
        var principal = verify(token, rules);
        verified.put(token, principal);
        return principal;
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo rules) throws ParseException {
        try {
            var principal = super.parse(token, rules);
            AccessTokens.require(principal);
            return principal;
        } catch (ClassCastException e) {
            throw new ParseException("a claim has another type than it should", e);
        }
    }
}
