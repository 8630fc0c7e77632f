package dev.rapport.ops;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Until the schema is in order, API and socket answer 503: not before that is it known what the tables hold. */
final class StartGate {
    /** Before the framework's authentication (200), which reads revocations. */
    private static final int BEFORE_AUTHENTICATION = 240;

    private final DatabaseWatch database;

    StartGate(DatabaseWatch database) {
        this.database = database;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    private void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (!database.isPrepared() && (path.startsWith("/api/") || path.equals("/ws"))) {
            ProblemResponse.send(context, new ProblemException(ProblemType.UNAVAILABLE));
        } else {
            context.next();
        }
    }
}
