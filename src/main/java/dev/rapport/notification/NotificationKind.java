package dev.rapport.notification;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What there is to fetch: the {@code content} of a notification. */
public enum NotificationKind {
    NEW_MESSAGE,
    OWN_MESSAGE,
    MESSAGE_CHANGED,
    READ,
    ASSIGNMENT,
    TYPING,
    PRESENCE,
    SESSION_REVOKED;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As the wire writes it. */
    public String label() {
        return label;
    }

    static Optional<NotificationKind> of(String label) {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
