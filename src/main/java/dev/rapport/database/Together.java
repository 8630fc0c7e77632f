package dev.rapport.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks once for all calls that come at the same time: while one question is on its way to the database, those who come
 * wait, and the next question is for all of them. So an answer is never older than the call that asked, and a busy replica
 * asks less often than it is called. Safe on any thread.
 */
public final class Together<K, V> {
    /** A database that hangs holds up the question before as well; a call is answered within 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** What the database knows of these; blocks. Keys of which it knows nothing are left out. */
    @FunctionalInterface
    public interface Question<K, V> {
        Map<K, V> ask(Collection<K> keys);
    }

    private record Call<K, V>(K key, Promise<Optional<V>> answer) {}

    private final Vertx vertx;
    private final Context own;
    private final Question<K, V> question;
    private List<Call<K, V>> waiting = new ArrayList<>();
    private boolean isAsking;

    public Together(Vertx vertx, Question<K, V> question) {
        this.vertx = vertx;
        this.own = ((VertxInternal) vertx).createEventLoopContext();
        this.question = question;
    }

    /** What the database knows of {@code key} from now on; completes on the caller's context. */
    public Future<Optional<V>> ask(K key) {
        Promise<Optional<V>> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
        synchronized (this) {
            waiting.add(new Call<>(key, answer));
            if (!isAsking) {
                isAsking = true;
                own.executeBlocking(this::answerAll, false);
            }
        }
        return answer.future()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new IllegalStateException("the database did not answer", new SQLTimeoutException())
                                : failure));
    }

    private Void answerAll() {
        var calls = taken();
        try {
            var known = question.ask(calls.stream().map(Call::key).toList());
            calls.forEach(call -> call.answer.tryComplete(Optional.ofNullable(known.get(call.key))));
        } catch (RuntimeException e) {
            calls.forEach(call -> call.answer.tryFail(e));
        } finally {
            askAgain();
        }
        return null;
    }

    private synchronized List<Call<K, V>> taken() {
        var calls = waiting;
        waiting = new ArrayList<>();
        return calls;
    }

    private synchronized void askAgain() {
        isAsking = !waiting.isEmpty();
        if (isAsking) {
            own.executeBlocking(this::answerAll, false);
        }
    }
}
