package dev.rapport.notification;

import dev.rapport.trace.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.amqp.AmqpMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.jboss.logging.Logger;

/** What comes from the broker: a notification is passed on, anything else is counted and dropped; both are accepted. */
@ApplicationScoped
@Startup
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
        Notification.parse(json)
                .ifPresentOrElse(
                        notification -> listener.heard(new Heard(notification, json, since(event), traceparent(event))),
                        () -> {
                            dropped.increment();
                            LOG.debug("A malformed notification was dropped");
                        });
    }

    private static Optional<Instant> since(AmqpMessage event) {
        var properties = event.unwrap().getProperties();
        return Optional.ofNullable(properties).map(Properties::getCreationTime).map(Date::toInstant);
    }

    private static Optional<String> traceparent(AmqpMessage event) {
        return Optional.ofNullable(event.unwrap().getApplicationProperties())
                .map(ApplicationProperties::getValue)
                .map(properties -> properties.get(Traces.TRACEPARENT))
                .filter(String.class::isInstance)
                .map(String.class::cast);
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
