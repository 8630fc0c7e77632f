package dev.rapport.notification;

import java.time.Instant;
import java.util.Optional;

/**
 * What came from the broker: a notification, as {@code json} byte for byte as it came, the time of the fact by the
 * clock of the database, and its trace. Hints and what older versions publish have neither.
 */
public record Heard(Notification notification, String json, Optional<Instant> since, Optional<String> traceparent) {}
