package dev.rapport.realtime;

import dev.rapport.notification.Notification;
import dev.rapport.notification.NotificationKind;
import dev.rapport.notification.NotificationListener;
import jakarta.enterprise.context.ApplicationScoped;

/** Every replica hears every notification, and forwards it to the recipient's sockets here, byte for byte. */
@ApplicationScoped
class Fanout implements NotificationListener {
    private final ConnectionRegistry registry;
    private final ConnectionSweep sweep;

    Fanout(ConnectionRegistry registry, ConnectionSweep sweep) {
        this.registry = registry;
        this.sweep = sweep;
    }

    @Override
    public void heard(Notification notification, String json) {
        registry.of(notification.recipient()).forEach(connection -> connection.tell(json));
        if (notification.kind() == NotificationKind.SESSION_REVOKED
                || notification.kind() == NotificationKind.ASSIGNMENT) {
            // Anyone who reaches the broker can forge an event: the sweep reads the right from the database.
            sweep.checkSoon();
        }
    }
}
