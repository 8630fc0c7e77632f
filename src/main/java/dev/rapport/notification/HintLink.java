package dev.rapport.notification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpSender;
import io.vertx.amqp.AmqpSenderOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the broker on which nothing waits: what cannot go now is dropped. Not a channel of the connector, which
 * keeps what is sent while the broker is away, and sends less each time a connection dies with sends under way, until it
 * sends no more: their demand never comes back. Safe on any thread.
 */
@ApplicationScoped
class HintLink {
    private static final Logger LOG = Logger.getLogger(HintLink.class);
    private static final String ADDRESS = "rapport.notifications";
    private static final int RETRY_MILLIS = 1_000;
    private static final int PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final AmqpClientOptions options;
    private volatile @Nullable AmqpSender sender;
    private volatile boolean attaching;
    private long timer;

    HintLink(
            Vertx vertx,
            @ConfigProperty(name = "amqp-host", defaultValue = "localhost") String host,
            @ConfigProperty(name = "amqp-port", defaultValue = "5672") int port,
            @ConfigProperty(name = "amqp-use-ssl", defaultValue = "false") boolean isTls,
            @ConfigProperty(name = "amqp-username") Optional<String> user,
            @ConfigProperty(name = "amqp-password") Optional<String> password) {
        this.vertx = vertx;
        options = new AmqpClientOptions().setHost(host).setPort(port).setSsl(isTls);
        user.ifPresent(options::setUsername);
        password.ifPresent(options::setPassword);
        // The broker gives a sign of life twice in that time; a connection without any is cut, at whatever stage it is.
        options.setHeartbeat(PATIENCE_SECONDS * 1_000 / 2).setReadIdleTimeout(PATIENCE_SECONDS);
    }

    void start(@Observes StartupEvent event) {
        attach();
        timer = vertx.setPeriodic(RETRY_MILLIS, _ -> attach());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        close(sender);
    }

    /** Sends it now, or not at all. */
    void send(Notification hint) {
        var link = sender;
        if (link != null && isOpen(link) && !link.writeQueueFull()) {
            var message = AmqpMessage.create().withBody(hint.toJson()).build();
            link.sendWithAck(message).onFailure(failure -> LOG.debug("A hint was not accepted", failure));
        }
    }

    private void attach() {
        var link = sender;
        if (attaching || (link != null && isOpen(link))) {
            return;
        }
        attaching = true;
        close(link);
        var client = AmqpClient.create(vertx, options);
        client.connect()
                .compose(connection ->
                        connection.createSender(ADDRESS, new AmqpSenderOptions().setCapabilities(List.of("topic"))))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onSuccess(attached -> sender = attached)
                .onFailure(failure -> {
                    LOG.debug("The broker is not there for hints", failure);
                    client.close();
                })
                .onComplete(_ -> attaching = false);
    }

    private static boolean isOpen(AmqpSender link) {
        return !link.connection().isDisconnected() && link.unwrap().isOpen();
    }

    private static void close(@Nullable AmqpSender link) {
        if (link != null) {
            link.connection().close();
        }
    }
}
