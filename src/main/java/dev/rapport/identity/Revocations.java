package dev.rapport.identity;

import dev.rapport.database.Together;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Withdraws the tokens a person holds. What the database says counts at once on every replica. */
@ApplicationScoped
public class Revocations {
    private final RevocationStore store;
    private final Together<UserId, Instant> looks;
    private final Event<SessionsRevoked> events;

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
        return looks.ask(user)
                .map(revokedAt -> revokedAt.filter(at -> covers(at, issuedAt)).isPresent());
    }

    /** When the tokens of these people were last revoked; people without a revocation are left out. */
    public Map<UserId, Instant> revokedAt(Collection<UserId> users) {
        return store.revokedAt(users);
    }

    /** Whether a revocation at {@code revokedAt} refuses a token issued at {@code issuedAt} (whole seconds). */
    public static boolean covers(Instant revokedAt, Instant issuedAt) {
        return issuedAt.getEpochSecond() <= revokedAt.getEpochSecond();
    }
}
