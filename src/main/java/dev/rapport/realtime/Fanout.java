package dev.rapport.realtime;

import dev.rapport.notification.Notification;
import dev.rapport.notification.NotificationKind;
import io.smallrye.reactive.messaging.amqp.AmqpMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Every replica hears every notification, and forwards it to the recipient's sockets here, byte for byte. */
@ApplicationScoped
class Fanout {
    private static final Logger LOG = Logger.getLogger(Fanout.class);

    private final ConnectionRegistry registry;
    private final ConnectionSweep sweep;

    Fanout(ConnectionRegistry registry, ConnectionSweep sweep) {
        this.registry = registry;
        this.sweep = sweep;
    }

    /** A malformed event is a lost hint: it is acknowledged like any other, and never stops the channel. */
    @Incoming("notifications-in")
    CompletionStage<Void> receive(Message<?> event) {
        var json = text(event);
        Notification.parse(json)
                .ifPresentOrElse(
                        notification -> forward(notification, json),
                        () -> LOG.debug("A malformed notification was dropped"));
        return event.ack();
    }

    private void forward(Notification notification, String json) {
        registry.of(notification.recipient()).forEach(connection -> connection.tell(json));
        if (notification.kind() == NotificationKind.SESSION_REVOKED
                || notification.kind() == NotificationKind.ASSIGNMENT) {
            // Anyone who reaches the broker can forge an event: the sweep reads the right from the database.
            sweep.checkSoon();
        }
    }

    /** The body as it came: the connector's own payload would be parsed and written anew. */
    private static String text(Message<?> event) {
        return switch (event.unwrap(AmqpMessage.class).getBody()) {
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
