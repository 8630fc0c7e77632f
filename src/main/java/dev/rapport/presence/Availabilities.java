package dev.rapport.presence;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What coaches have chosen; kept until they choose again. */
@ApplicationScoped
public class Availabilities {
    private final PresenceStore store;
    private final Announcements announcements;

    Availabilities(PresenceStore store, Announcements announcements) {
        this.store = store;
        this.announcements = announcements;
    }

    /** What {@code coach} has chosen, or available. */
    public Availability of(UserId coach) {
        return store.isAway(coach) ? Availability.AWAY : Availability.AVAILABLE;
    }

    /** From now on {@code coach} is this, whenever they are here. */
    public void choose(UserId coach, Availability availability) {
        var isSeen = availability == Availability.AWAY ? store.leave(coach) : store.comeBack(coach);
        if (isSeen) {
            announcements.add(Set.of(coach));
        }
    }
}
