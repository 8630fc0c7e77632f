package dev.rapport.notification;

import java.time.Duration;
import java.time.Instant;

/** A notification from the outbox: when it came there, and how long ago that was, by the clock of the database. */
record Waiting(Notification notification, Instant since, Duration age) {}
