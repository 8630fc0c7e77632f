package dev.rapport.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.SchedulerResumed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves notifications from the outbox to the broker, on one thread: woken after each commit of this process, and every
 * second for what others left behind. At most one batch is on its way; one that the broker has not accepted in time stays
 * in the outbox.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final OutboxStore store;
    private final Broker broker;
    private final PublishTrace trace;
    private final NotificationConfig config;
    private final Counter failures;
    private final Timer lag;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;
    private boolean failing;

    OutboxRelay(OutboxStore store, Broker broker, PublishTrace trace, NotificationConfig config, MeterRegistry meters) {
        this.store = store;
        this.broker = broker;
        this.trace = trace;
        this.config = config;
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

    /** Publishes once more what requests have left that were finished last. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(config.acceptDeadline().toMillis());
        thread.interrupt();
    }

    /** There may be rows to relay; safe on any thread and cheap. */
    void wake() {
        wakeUps.release();
    }

    private void run() {
        do {
            try {
                wakeUps.tryAcquire(config.sweepInterval().toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
                relay();
                recovered();
            } catch (InterruptedException e) {
                // Only stop() interrupts.
                return;
            } catch (Exception e) {
                failed(e);
            }
        } while (!stopping);
    }

    private void relay() throws Exception {
        if (!broker.isAttached()) {
            // Before it takes rows: an outage must not cost the database a rollback for each message that is sent.
            throw new IllegalStateException("there is no connection to the broker");
        }
        while (store.take(config.batchSize(), this::publish) == config.batchSize() && !stopping) {
            // The next batch.
        }
    }

    private void publish(List<Waiting> batch) throws Exception {
        var began = System.nanoTime();
        trace.publish(batch, broker::publish);
        var took = Duration.ofNanos(System.nanoTime() - began);
        batch.forEach(waiting -> lag.record(waiting.age().plus(took)));
    }

    /** One line when it begins, one when it is over: an outage must not fill the log. */
    private void failed(Exception failure) {
        failures.increment();
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
