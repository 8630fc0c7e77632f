package dev.rapport.realtime;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * How this replica leaves. Told to stop, it is not ready from that moment on, lets no socket in, and closes those that it
 * has one after the other in no order, so that their clients do not all come to its neighbours at once. Requests are
 * answered meanwhile.
 */
@ApplicationScoped
class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(100);

    private final ConnectionRegistry registry;
    private final RealtimeConfig config;
    private volatile boolean isUnderWay;

    Drain(ConnectionRegistry registry, RealtimeConfig config) {
        this.registry = registry;
        this.config = config;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /** The framework has such a check of its own, which may go down only after we have been told. */
    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck check() {
        return () -> HealthCheckResponse.named("drain").status(!isUnderWay).build();
    }

    /** Holds the framework's shutdown until the sockets are gone. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        isUnderWay = true;
        LOG.infof("Stopping: %d sockets are closed within %s", registry.all().size(), config.drain());
        for (var steps = Math.max(1, config.drain().dividedBy(STEP)); steps > 0; steps--) {
            closeSome(steps);
            Thread.sleep(STEP);
        }
        for (var steps = Farewell.PATIENCE.dividedBy(STEP);
                steps > 0 && !registry.all().isEmpty();
                steps--) {
            Thread.sleep(STEP);
        }
    }

    /** Closes as many as leave the same number for each step that is left. */
    private void closeSome(long stepsLeft) {
        var open = new ArrayList<>(registry.all());
        open.removeIf(Connection::isClosing);
        Collections.shuffle(open);
        open.stream()
                .limit(Math.ceilDiv(open.size(), stepsLeft))
                .forEach(connection -> connection.close(CloseCode.RESTARTING));
    }
}
