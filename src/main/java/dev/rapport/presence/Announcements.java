package dev.rapport.presence;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Whose change is still to be told: each person once, however often something has changed meanwhile. */
@ApplicationScoped
class Announcements {
    /** Of a dead replica whose people do not come back: the rest is told the next time. */
    private static final int MOST_AT_ONCE = 500;

    private final Event<PresenceChanged> events;
    private final Set<UserId> pending = ConcurrentHashMap.newKeySet();

    Announcements(Event<PresenceChanged> events) {
        this.events = events;
    }

    void add(Collection<UserId> users) {
        pending.addAll(users);
    }

    void tell() {
        var now = pending.stream().limit(MOST_AT_ONCE).collect(Collectors.toUnmodifiableSet());
        if (!now.isEmpty()) {
            // Before it is told: a change that comes while it is told is told again.
            pending.removeAll(now);
            try {
                events.fire(new PresenceChanged(now));
            } catch (RuntimeException e) {
                pending.addAll(now);
                throw e;
            }
        }
    }
}
