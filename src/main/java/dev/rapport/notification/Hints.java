package dev.rapport.notification;

import static dev.rapport.notification.NotificationKind.PRESENCE;
import static dev.rapport.notification.NotificationKind.TYPING;

import dev.rapport.assignment.Assignments;
import dev.rapport.conversation.Typing;
import dev.rapport.presence.PresenceChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Who hears of what is worth nothing a moment later: published past the outbox and kept nowhere. */
@ApplicationScoped
class Hints {
    private final Broker broker;
    private final Assignments assignments;

    Hints(Broker broker, Assignments assignments) {
        this.broker = broker;
        this.assignments = assignments;
    }

    void typing(@Observes Typing typing) {
        broker.hint(new Notification(typing.peer(), typing.writer(), TYPING));
    }

    void presenceChanged(@Observes PresenceChanged changed) {
        assignments
                .livePeers(changed.users())
                .forEach((user, peers) -> peers.forEach(peer -> broker.hint(new Notification(peer, user, PRESENCE))));
    }
}
