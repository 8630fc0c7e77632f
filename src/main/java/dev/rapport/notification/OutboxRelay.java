package dev.rapport.notification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Moves notifications from the outbox to the broker, on one thread: woken after each commit of this process, and every
 * second for what others left behind. At most one batch is on its way: one that missed its deadline stays in the outbox,
 * and nothing more is sent until the broker has answered for it, so that a long outage fills no memory.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final OutboxStore store;
    private final NotificationPublisher publisher;
    private final NotificationConfig config;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
    private boolean failing;

    OutboxRelay(OutboxStore store, NotificationPublisher publisher, NotificationConfig config) {
        this.store = store;
        this.publisher = publisher;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(config.acceptDeadline().toMillis());
    }

    /** There may be rows to relay; safe on any thread and cheap. */
    void wake() {
        wakeUps.release();
    }

    private void run() {
        while (!stopping) {
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
        }
    }

    private void relay() throws Exception {
        if (!underWay.isDone()) {
            throw new TimeoutException("the broker has not answered for the batch before");
        }
        while (!stopping && store.take(config.batchSize(), this::publish) == config.batchSize()) {
            // The next batch.
        }
    }

    private void publish(List<Notification> notifications) throws Exception {
        underWay = publisher.publish(notifications);
        underWay.get(config.acceptDeadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One line when it begins, one when it is over: an outage must not fill the log. */
    private void failed(Exception failure) {
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
