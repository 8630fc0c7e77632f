package dev.rapport.notification;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification in the outbox: its row there; when it came there, by the clock of the database; when this process had it committed, by
 * {@link System#nanoTime}, or where another process had, when it came there; and the trace that it goes on, if any.
 */
record Waiting(
        long id,
        Notification notification,
        Instant since,
        long sinceNanos,
        @Nullable String traceparent) {
    Waiting goingOn(@Nullable String other) {
        return new Waiting(id, notification, since, sinceNanos, other);
    }

    /** How long it has waited. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
}
