package dev.rapport.realtime;

import dev.rapport.notification.Notification;
import dev.rapport.notification.NotificationKind;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
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
    CompletionStage<Void> receive(Message<Object> event) {
        var json = text(event.getPayload());
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

    private static String text(Object payload) {
        return switch (payload) {
            case String text -> text;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case Buffer buffer -> buffer.toString(StandardCharsets.UTF_8);
            default -> "";
        };
    }
}
