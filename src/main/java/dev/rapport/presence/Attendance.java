package dev.rapport.presence;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Keeps this replica's lease and its people's rows, and finds whose time has run out. For one thread. */
@ApplicationScoped
public class Attendance {
    private static final Logger LOG = Logger.getLogger(Attendance.class);
    private static final int SIGNS_OF_LIFE = 3;
    private static final int ANNOUNCE_EVERY = 2;

    private final PresenceStore store;
    private final Announcements announcements;
    private final UUID replica;
    private final long renewEvery;
    private Set<UserId> written = Set.of();
    private long round;
    private boolean writeAll;
    private boolean failing;

    Attendance(PresenceStore store, Announcements announcements, PresenceConfig config, SecureRandom random) {
        this.store = store;
        this.announcements = announcements;
        this.replica = new UUID(random.nextLong(), random.nextLong());
        this.renewEvery = Math.max(1, config.lease().dividedBy(SIGNS_OF_LIFE).dividedBy(config.tick()));
    }

    /** These people, and no others, have a socket at this replica now; to be told once a tick. */
    public void report(Collection<UserId> users) {
        try {
            write(Set.copyOf(users));
            announcements.add(store.sweep(replica));
            if (round % ANNOUNCE_EVERY == 0) {
                announcements.tell();
            }
            recovered();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void write(Set<UserId> here) {
        // After a failure at once: nobody knows how long it took, or whether the replica's row is still there.
        if (failing || round % renewEvery == 0) {
            writeAll |= store.renew(replica);
        }
        round++;
        announcements.add(store.came(replica, writeAll ? here : without(here, written)));
        store.gone(replica, without(written, here));
        written = here;
        writeAll = false;
    }

    private static Set<UserId> without(Set<UserId> users, Set<UserId> others) {
        var rest = new HashSet<>(users);
        rest.removeAll(others);
        return rest;
    }

    /** One line when it begins, one when it is over. */
    private void failed(RuntimeException failure) {
        LOG.debug("Presence", failure);
        if (!failing) {
            failing = true;
            LOG.warn("Presence is not written: the database does not answer");
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("Presence is written again");
        }
    }
}
