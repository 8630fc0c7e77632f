package dev.rapport.notification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's place at the broker: one link, made at the start and anew whenever it ends, for ever. Nothing waits for
 * it: while there is none, publishing fails at once.
 */
@ApplicationScoped
class Broker {
    private static final Logger LOG = Logger.getLogger(Broker.class);

    private final Vertx vertx;
    private final Context context;
    private final AmqpClient client;
    private final Reception reception;
    private final Hearing hearing;
    private final NotificationConfig config;
    private volatile @Nullable BrokerLink link;
    private volatile boolean stopping;
    private volatile long beats;

    Broker(Vertx vertx, Config settings, NotificationConfig config, Reception reception, Hearing hearing) {
        this.vertx = vertx;
        // One event loop for all of it; the current context would be a worker's when development reloads.
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.client = AmqpClient.create(vertx, BrokerOptions.of(settings, config));
        this.reception = reception;
        this.hearing = hearing;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        context.runOnContext(started -> {
            beats = vertx.setPeriodic(config.beaconInterval().toMillis(), timer -> beat());
            attach();
        });
    }

    /** After the relay, which may still have something to publish. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        stopping = true;
        vertx.cancelTimer(beats);
        client.close();
    }

    /** Returns when the broker has accepted all of them; otherwise they may or may not have been sent. */
    void publish(List<Waiting> notifications) throws InterruptedException, ExecutionException, TimeoutException {
        var current = link;
        if (current == null) {
            throw new IllegalStateException("there is no connection to the broker");
        }
        try {
            current.publish(notifications).get(config.acceptDeadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The next batch must not pile up behind this one: a link has one batch at most.
            context.runOnContext(late -> current.drop("the broker did not accept in time"));
            throw new TimeoutException("the broker did not accept in time");
        }
    }

    /** Publishes what is worth nothing a moment later: over this link, or never. Safe on any thread; waits for nothing. */
    void hint(Notification hint) {
        var current = link;
        if (current != null) {
            context.runOnContext(now -> current.hint(hint));
        }
    }

    /** Whether there is a link to publish on. */
    boolean isAttached() {
        return link != null;
    }

    private void attach() {
        if (stopping) {
            return;
        }
        var opening = BrokerLink.open(client, reception::receive, this::heardBeacon);
        opening.timeout(config.acceptDeadline().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(this::attached)
                .onFailure(failure -> {
                    opening.onSuccess(late -> late.drop("it came too late"));
                    away(failure);
                });
    }

    private void attached(BrokerLink opened) {
        LOG.debug("Attached to the broker");
        hearing.attached();
        link = opened;
        opened.end().onFailure(this::away);
        opened.beacon(hearing.id());
    }

    private void away(Throwable reason) {
        LOG.debugf("Not attached to the broker: %s", reason);
        hearing.away(reason);
        link = null;
        vertx.setTimer(config.reconnectInterval().toMillis(), timer -> attach());
    }

    private void beat() {
        var current = link;
        if (current != null) {
            current.beacon(hearing.id());
        }
        hearing.beat();
    }

    private void heardBeacon(AmqpMessage beacon) {
        var current = link;
        if (hearing.heard(Reception.text(beacon)) && current != null) {
            current.heardBeacon();
        }
    }
}
