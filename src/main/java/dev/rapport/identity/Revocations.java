package dev.rapport.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.database.Pipeline;
import dev.rapport.database.Together;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Withdraws the tokens a person holds. What the database says counts at once on every replica. */
@ApplicationScoped
public class Revocations {
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final RevocationStore store;
    private final Together<UserId, Instant> looks;
    private final Event<SessionsRevoked> events;
    private final Cache<UserId, Instant> known = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .build();

    Revocations(RevocationStore store, Event<SessionsRevoked> events, Vertx vertx) {
        this.store = store;
        this.looks = new Together<>(vertx, store::revokedAt);
        this.events = events;
    }

    /** Refuses, from now on and everywhere, the tokens issued to {@code user} until the end of this second, as {@code by} asks. */
    @Transactional
    public void revoke(UserId user, UserId by) {
        store.revoke(user);
        events.fire(new SessionsRevoked(user, by));
    }

    /** Whether a token issued to {@code user} at {@code issuedAt} was revoked; asks the database now, and blocks nobody. */
    Future<Boolean> isRevoked(UserId user, Instant issuedAt) {
        return looks.ask(user).map(revokedAt -> {
            revokedAt.ifPresent(at -> remember(user, at));
            return revokedAt.filter(at -> covers(at, issuedAt)).isPresent();
        });
    }

    /**
     * Whether this replica knows already that a token issued to {@code user} at {@code issuedAt} was revoked, which nobody takes
     * back: so who goes on with such a token costs the database nothing, and its owner none of the calls they may make.
     */
    boolean isKnownToBeRevoked(UserId user, Instant issuedAt) {
        var revokedAt = known.getIfPresent(user);
        return revokedAt != null && covers(revokedAt, issuedAt);
    }

    /** Whether the token of {@code caller} was revoked, given what the database says now of its owner. */
    public boolean isRevoked(Caller caller, @Nullable Instant revokedAt) {
        if (revokedAt == null) {
            return false;
        }
        remember(caller.id(), revokedAt);
        return covers(revokedAt, caller.issuedAt());
    }

    /** Whatever token made us ask: the owner's next call with a good one ends what somebody else does with the old. */
    void remember(UserId user, Instant revokedAt) {
        known.put(user, revokedAt);
    }

    /** Asks when the tokens of these people were last revoked; people without a revocation are left out. */
    public Supplier<Map<UserId, Instant>> ask(Pipeline pipeline, Collection<UserId> users) {
        return store.ask(pipeline, users);
    }

    /** When the tokens of these people were last revoked; people without a revocation are left out. */
    public Map<UserId, Instant> revokedAt(Collection<UserId> users) {
        var revokedAt = store.revokedAt(users);
        revokedAt.forEach(this::remember);
        return revokedAt;
    }

    /** Whether a revocation at {@code revokedAt} refuses a token issued at {@code issuedAt} (whole seconds). */
    public static boolean covers(Instant revokedAt, Instant issuedAt) {
        return issuedAt.getEpochSecond() <= revokedAt.getEpochSecond();
    }
}
