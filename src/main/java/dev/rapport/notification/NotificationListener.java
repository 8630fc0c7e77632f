package dev.rapport.notification;

/** Hears every notification that the broker sends to this replica. */
@FunctionalInterface
public interface NotificationListener {
    /** On an event loop, so it must not block. */
    void heard(Heard heard);
}
