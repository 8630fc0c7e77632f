package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in so many reads and handshakes at once, and has the others wait in the order in which they came; what changes
 * something never waits here. When everybody comes back at the same moment, those who send keep a share of the processors
 * and of the connections to the database. Safe on any thread.
 */
@ApplicationScoped
class Bulkhead {
    /** Before the framework's authentication (200), which may ask the database for revocations. */
    private static final int BEFORE_AUTHENTICATION = 230;

    private static final int BEFORE_UPGRADE = 1;
    private static final String SOCKET = "/ws";

    private final HttpConfig config;
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private int inside;

    Bulkhead(HttpConfig config, MeterRegistry meters) {
        this.config = config;
        Gauge.builder("rapport.reads.waiting", this, Bulkhead::waiting)
                .description("Reads and handshakes that wait for their turn")
                .register(meters);
    }

    private synchronized int waiting() {
        return waiting.size();
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, BEFORE_AUTHENTICATION);
        filters.register(this::upgrade, BEFORE_UPGRADE);
    }

    private void enter(RoutingContext context) {
        var path = context.normalizedPath();
        var isRead = path.equals(SOCKET)
                || (path.startsWith("/api/") && context.request().method().equals(HttpMethod.GET));
        if (!isRead || config.readsAtOnce() == 0) {
            context.next();
            return;
        }
        var turn = new Turn(context, Objects.requireNonNull(Vertx.currentContext()));
        context.put(Bulkhead.class.getName(), turn);
        context.addEndHandler(ended -> leave(turn));
        if (isAdmitted(turn)) {
            context.next();
        }
    }

    /** A socket that is about to open has had its turn: it may stay for hours. */
    private void upgrade(RoutingContext context) {
        if (context.normalizedPath().equals(SOCKET) && context.get(Bulkhead.class.getName()) instanceof Turn turn) {
            leave(turn);
        }
        context.next();
    }

    private synchronized boolean isAdmitted(Turn turn) {
        if (inside < config.readsAtOnce()) {
            inside++;
            turn.isInside = true;
            return true;
        }
        waiting.add(turn);
        turn.timer = turn.context.vertx().setTimer(config.readPatience().toMillis(), now -> giveUp(turn));
        return false;
    }

    private void giveUp(Turn turn) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(turn);
        }
        if (waited) {
            ProblemResponse.send(turn.context, new ProblemException(ProblemType.UNAVAILABLE));
        }
    }

    /** Also of one that never came in, because its caller went away. */
    private void leave(Turn turn) {
        // It would hold on to the request for seconds.
        turn.context.vertx().cancelTimer(turn.timer);
        Turn next;
        synchronized (this) {
            waiting.remove(turn);
            if (!turn.isInside) {
                return;
            }
            turn.isInside = false;
            next = first();
            if (next == null) {
                inside--;
            } else {
                next.isInside = true;
            }
        }
        if (next != null) {
            next.loop.runOnContext(now -> next.context.next());
        }
    }

    private @Nullable Turn first() {
        var turns = waiting.iterator();
        if (!turns.hasNext()) {
            return null;
        }
        var turn = turns.next();
        turns.remove();
        return turn;
    }

    private static final class Turn {
        private final RoutingContext context;
        private final Context loop;
        private boolean isInside;
        private long timer = -1;

        Turn(RoutingContext context, Context loop) {
            this.context = context;
            this.loop = loop;
        }
    }
}
