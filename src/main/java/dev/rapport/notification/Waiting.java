package dev.rapport.notification;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification from the outbox: when it came there, and how long ago that was, by the clock of the database; and the
 * trace that it goes on, if any.
 */
record Waiting(
        Notification notification,
        Instant since,
        Duration age,
        @Nullable String traceparent) {
    Waiting goingOn(@Nullable String other) {
        return new Waiting(notification, since, age, other);
    }
}
