package dev.rapport.notification;

import static dev.rapport.notification.NotificationKind.ASSIGNMENT;
import static dev.rapport.notification.NotificationKind.MESSAGE_CHANGED;
import static dev.rapport.notification.NotificationKind.NEW_MESSAGE;
import static dev.rapport.notification.NotificationKind.OWN_MESSAGE;
import static dev.rapport.notification.NotificationKind.READ;
import static dev.rapport.notification.NotificationKind.SESSION_REVOKED;

import dev.rapport.assignment.AssignmentChanged;
import dev.rapport.conversation.ConversationEvent;
import dev.rapport.conversation.ConversationEvent.ConversationRead;
import dev.rapport.conversation.ConversationEvent.MessageChanged;
import dev.rapport.conversation.ConversationEvent.MessageSent;
import dev.rapport.database.LastWrites;
import dev.rapport.identity.SessionsRevoked;
import dev.rapport.identity.UserId;
import dev.rapport.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.function.Supplier;

/** Who hears of what. Stores notifications in the transaction of the fact; gives them to the relay once that is committed. */
@ApplicationScoped
class Outbox {
    /** Fired with each stored batch, so that the relay has it when the transaction has committed. */
    record Stored(Supplier<List<Waiting>> batch) {}

    private final LastWrites lastWrites;
    private final OutboxRelay relay;
    private final Event<Stored> events;
    private final Traces traces;

    Outbox(LastWrites lastWrites, OutboxRelay relay, Event<Stored> events, Traces traces) {
        this.lastWrites = lastWrites;
        this.relay = relay;
        this.events = events;
        this.traces = traces;
    }

    void conversationChanged(@Observes ConversationEvent event) {
        switch (event) {
            case MessageSent sent -> {
                var batch = OutboxStore.append(
                        sent.writes(),
                        List.of(
                                new Notification(sent.recipient(), sent.sender(), NEW_MESSAGE),
                                new Notification(sent.sender(), sent.recipient(), OWN_MESSAGE)),
                        traces.current());
                sent.whenStored().accept(() -> relay.committed(batch.get()));
            }
            case MessageChanged changed -> storeForBoth(changed.author(), changed.peer(), MESSAGE_CHANGED);
            case ConversationRead read -> storeForBoth(read.reader(), read.peer(), READ);
        }
    }

    void assignmentChanged(@Observes AssignmentChanged changed) {
        storeForBoth(changed.client(), changed.coach(), ASSIGNMENT);
    }

    void sessionsRevoked(@Observes SessionsRevoked revoked) {
        store(new Notification(revoked.user(), revoked.user(), SESSION_REVOKED));
    }

    private void storeForBoth(UserId one, UserId other, NotificationKind kind) {
        store(new Notification(one, other, kind), new Notification(other, one, kind));
    }

    private void store(Notification... notifications) {
        events.fire(
                new Stored(OutboxStore.append(lastWrites.ofTransaction(), List.of(notifications), traces.current())));
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Stored stored) {
        relay.committed(stored.batch().get());
    }
}
