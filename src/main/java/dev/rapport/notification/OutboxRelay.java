package dev.rapport.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.SchedulerResumed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves notifications from the outbox to the broker, on one thread. What this process has committed goes at once, from memory, and
 * leaves the outbox a moment after the broker has accepted it, together with what was accepted meanwhile. What is still there after two
 * seconds, of whichever process, the sweep of each second takes. At most one batch is on its way; one that the broker has not
 * accepted in time stays in the outbox.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** By then who stored it has published and deleted it, or leaves it to the sweep. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(2);

    /** What is accepted within this time leaves the outbox together. */
    private static final Duration GATHER = Duration.ofMillis(50);

    /** What does not fit is left to the sweep. */
    private static final int MOST_IN_MEMORY = 10_000;

    /** Ends a wait for the next. */
    private static final List<Waiting> NOTHING = List.of();

    private final OutboxStore store;
    private final Broker broker;
    private final PublishTrace trace;
    private final NotificationConfig config;
    private final Counter failures;
    private final Timer lag;
    private final BlockingQueue<List<Waiting>> fresh = new LinkedBlockingQueue<>(MOST_IN_MEMORY);
    private final List<Long> accepted = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;
    private boolean failing;
    private boolean hasFailedSinceSweep;
    private long sweepAt;
    private long deleteAt;

    OutboxRelay(OutboxStore store, Broker broker, PublishTrace trace, NotificationConfig config, MeterRegistry meters) {
        this.store = store;
        this.broker = broker;
        this.trace = trace;
        this.config = config;
        sweepAt = in(config.sweepInterval());
        failures = Counter.builder("rapport.relay.failures")
                .description("Attempts to empty the outbox that did not succeed")
                .register(meters);
        lag = Timer.builder("rapport.notification.lag")
                .description("From the fact to the broker's acceptance of its notification")
                .serviceLevelObjectives(
                        Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(meters);
    }

    /** With the jobs, not before: until the schema is in order there may be no outbox. */
    void start(@Observes SchedulerResumed event) {
        thread.setDaemon(true);
        thread.start();
    }

    /** Publishes what requests have left that were finished last. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        fresh.offer(NOTHING);
        thread.join(config.acceptDeadline().toMillis());
        thread.interrupt();
    }

    /** This process has committed these to the outbox just now. Safe on any thread; waits for nothing. */
    void committed(List<Waiting> batch) {
        fresh.offer(batch);
    }

    private void run() {
        try {
            while (!stopping || !fresh.isEmpty()) {
                attempt(this::turn);
            }
            if (!accepted.isEmpty()) {
                attempt(this::deleteAccepted);
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts, when it has waited long enough.
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void attempt(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(e);
        }
    }

    private void turn() throws Exception {
        var batch = nextBatch();
        if (!batch.isEmpty()) {
            requireLink();
            publish(batch);
            if (accepted.isEmpty()) {
                deleteAt = in(GATHER);
            }
            batch.forEach(waiting -> accepted.add(waiting.id()));
        }
        if (!accepted.isEmpty() && isDue(deleteAt)) {
            deleteAccepted();
        }
        if (isDue(sweepAt) && !stopping) {
            sweep();
        }
    }

    /** Waits for it until something else is due. */
    private List<Waiting> nextBatch() throws InterruptedException {
        var next = fresh.poll(
                (accepted.isEmpty() ? sweepAt : Math.min(sweepAt, deleteAt)) - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return NOTHING;
        }
        var batch = new ArrayList<>(next);
        while (batch.size() < config.batchSize() && !fresh.isEmpty()) {
            batch.addAll(fresh.remove());
        }
        // Those are the sweep's by now: who is behind must not publish everything twice.
        batch.removeIf(waiting -> waiting.age().compareTo(LEFT_BEHIND) >= 0);
        return batch;
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static boolean isDue(long at) {
        return System.nanoTime() - at >= 0;
    }

    private void deleteAccepted() throws SQLException {
        var ids = List.copyOf(accepted);
        // What cannot be deleted is told twice, which does no harm.
        accepted.clear();
        store.delete(ids);
    }

    /** One batch; the next, if there is more, after what was committed meanwhile. */
    private void sweep() throws Exception {
        sweepAt = in(config.sweepInterval());
        var isOver = !hasFailedSinceSweep;
        hasFailedSinceSweep = false;
        // Before it takes rows: an outage must not cost the database a rollback each second.
        requireLink();
        if (store.take(LEFT_BEHIND, config.batchSize(), this::publish) == config.batchSize()) {
            sweepAt = System.nanoTime();
        }
        if (isOver) {
            recovered();
        }
    }

    private void requireLink() {
        if (!broker.isAttached()) {
            throw new IllegalStateException("there is no connection to the broker");
        }
    }

    private void publish(List<Waiting> batch) throws Exception {
        trace.publish(batch, broker::publish);
        batch.forEach(waiting -> lag.record(waiting.age()));
    }

    /** One line when it begins, one when it is over: an outage must not fill the log. */
    private void failed(Exception failure) {
        failures.increment();
        hasFailedSinceSweep = true;
        LOG.debug("Outbox relay", failure);
        if (!failing && !stopping) {
            failing = true;
            LOG.warnf("Notifications wait in the outbox: %s", failure);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("Notifications are relayed again");
        }
    }
}
