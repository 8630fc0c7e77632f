package dev.rapport.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/** How full the outbox is, read every few seconds and not by each scrape. */
@ApplicationScoped
class OutboxMeters {
    private static final Logger LOG = Logger.getLogger(OutboxMeters.class);
    private static final int COUNTED_AT_MOST = 100_000;

    private final OutboxStore store;
    private volatile double rows = Double.NaN;
    private volatile double oldestSeconds = Double.NaN;

    OutboxMeters(OutboxStore store, MeterRegistry meters) {
        this.store = store;
        Gauge.builder("rapport.outbox.rows", this, outbox -> outbox.rows)
                .description(
                        "Notifications that wait for the broker, counted to 100,000; NaN while the database is away")
                .register(meters);
        Gauge.builder("rapport.outbox.oldest.seconds", this, outbox -> outbox.oldestSeconds)
                .description("Age of the oldest of them")
                .register(meters);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void read() {
        try {
            var state = store.state(COUNTED_AT_MOST);
            rows = state.rows();
            oldestSeconds = state.oldest().toMillis() / 1000.0;
        } catch (SQLException e) {
            LOG.debug("The outbox could not be read", e);
            rows = Double.NaN;
            oldestSeconds = Double.NaN;
        }
    }
}
