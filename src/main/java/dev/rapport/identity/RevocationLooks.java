package dev.rapport.identity;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads revocations for all calls that come at the same time: while one question is on its way to the database, those who
 * come wait, and the next question is for all of them. So an answer is never older than the call that asked, and a busy
 * replica asks less often than it is called. Safe on any thread.
 */
@ApplicationScoped
class RevocationLooks {
    /** A database that hangs holds up the question before as well; a call is answered within 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private record Look(UserId user, Promise<Optional<Instant>> answer) {}

    private final RevocationStore store;
    private final Vertx vertx;
    private final Context own;
    private List<Look> waiting = new ArrayList<>();
    private boolean isAsking;

    RevocationLooks(RevocationStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
        this.own = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** When the tokens of {@code user} were last revoked, as the database says from now on; on the caller's context. */
    Future<Optional<Instant>> revokedAt(UserId user) {
        Promise<Optional<Instant>> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
        synchronized (this) {
            waiting.add(new Look(user, answer));
            if (!isAsking) {
                isAsking = true;
                own.executeBlocking(this::ask, false);
            }
        }
        return answer.future()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new IllegalStateException("revocations could not be read", new SQLTimeoutException())
                                : failure));
    }

    private Void ask() {
        var looks = taken();
        try {
            var revoked = store.revokedAt(looks.stream().map(Look::user).toList());
            looks.forEach(look -> look.answer.tryComplete(Optional.ofNullable(revoked.get(look.user))));
        } catch (RuntimeException e) {
            looks.forEach(look -> look.answer.tryFail(e));
        } finally {
            askAgain();
        }
        return null;
    }

    private synchronized List<Look> taken() {
        var looks = waiting;
        waiting = new ArrayList<>();
        return looks;
    }

    private synchronized void askAgain() {
        isAsking = !waiting.isEmpty();
        if (isAsking) {
            own.executeBlocking(this::ask, false);
        }
    }
}
