package dev.rapport.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.amqp.AmqpMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.jboss.logging.Logger;

/** What comes from the broker: a notification is passed on, anything else is counted and dropped; both are accepted. */
@ApplicationScoped
class Reception {
    private static final Logger LOG = Logger.getLogger(Reception.class);

    private final NotificationListener listener;
    private final Counter dropped;

    Reception(NotificationListener listener, MeterRegistry meters) {
        this.listener = listener;
        this.dropped = Counter.builder("rapport.notifications.dropped")
                .description("Events of the broker that were no notification")
                .register(meters);
    }

    void receive(AmqpMessage event) {
        var json = text(event);
        Notification.parse(json).ifPresentOrElse(notification -> listener.heard(notification, json), () -> {
            dropped.increment();
            LOG.debug("A malformed notification was dropped");
        });
    }

    /** The body as it came, whichever way it was encoded. */
    static String text(AmqpMessage message) {
        return switch (message.unwrap().getBody()) {
            case AmqpValue value when value.getValue() instanceof String text -> text;
            case Data data ->
                new String(
                        data.getValue().getArray(),
                        data.getValue().getArrayOffset(),
                        data.getValue().getLength(),
                        StandardCharsets.UTF_8);
            case null, default -> "";
        };
    }
}
