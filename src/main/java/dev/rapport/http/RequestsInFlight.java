package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Lets the requests that have begun finish before the process ends. The framework's own way to do so
 * ({@code quarkus.shutdown.timeout}) counts every socket there ever was as a request that has not ended.
 */
@ApplicationScoped
class RequestsInFlight {
    private static final Logger LOG = Logger.getLogger(RequestsInFlight.class);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int BEFORE_OTHER_FILTERS = 1000;
    private static final int BEFORE_OTHER_OBSERVERS = 1;
    private static final int AFTER_OTHER_OBSERVERS = 10_000;

    private final HttpConfig config;
    private final Set<RoutingContext> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;
    private volatile boolean isOver;

    RequestsInFlight(HttpConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, BEFORE_OTHER_FILTERS);
    }

    private void pass(RoutingContext context) {
        if (isStopping) {
            // A proxy must not keep the connection for a request that would come when nobody is here any more.
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (isOver) {
            ProblemResponse.send(
                    context, new ProblemException(ProblemType.UNAVAILABLE, "This replica is stopping: ask again."));
            return;
        }
        if (!context.request().headers().contains(HttpHeaders.UPGRADE)) {
            inFlight.add(context);
            context.addEndHandler(ended -> inFlight.remove(context));
        }
        context.next();
    }

    void stopping(@Observes @Priority(BEFORE_OTHER_OBSERVERS) ShutdownDelayInitiatedEvent event) {
        isStopping = true;
    }

    /** Holds the shutdown, at the end of whatever else it waits for. */
    void stop(@Observes @Priority(AFTER_OTHER_OBSERVERS) ShutdownDelayInitiatedEvent event)
            throws InterruptedException {
        isOver = true;
        LOG.infof("Stopping: %d requests are still being answered", inFlight.size());
        for (var steps = config.finishDeadline().dividedBy(STEP); steps > 0 && !inFlight.isEmpty(); steps--) {
            Thread.sleep(STEP);
        }
    }
}
