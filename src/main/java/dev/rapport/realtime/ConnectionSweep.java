package dev.rapport.realtime;

import dev.rapport.assignment.Assignments;
import dev.rapport.identity.Revocations;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Closes sockets whose token, peer or right is gone. */
@ApplicationScoped
class ConnectionSweep {
    private static final Logger LOG = Logger.getLogger(ConnectionSweep.class);
    private static final int RIGHTS_EVERY = 3;

    private final ConnectionRegistry registry;
    private final Assignments assignments;
    private final Revocations revocations;
    private final RealtimeConfig config;
    private final Clock clock;
    private final AtomicBoolean rightsChanged = new AtomicBoolean();
    private int round;

    ConnectionSweep(
            ConnectionRegistry registry,
            Assignments assignments,
            Revocations revocations,
            RealtimeConfig config,
            Clock clock) {
        this.registry = registry;
        this.assignments = assignments;
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
    }

    /** Has the rights of the connected users read again at the next round, within a second. */
    void checkSoon() {
        rightsChanged.set(true);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        closeExpired();
        round++;
        if (rightsChanged.getAndSet(false) || round % RIGHTS_EVERY == 0) {
            closeWithoutRight();
        }
    }

    private void closeExpired() {
        var now = clock.instant();
        for (var connection : registry.all()) {
            if (!connection.caller().expiresAt().isAfter(now)) {
                connection.close(CloseCode.TOKEN_OVER);
            } else if (connection.lastPong().plus(config.pongDeadline()).isBefore(now)) {
                connection.close(CloseCode.UNRESPONSIVE);
            }
        }
    }

    private void closeWithoutRight() {
        var users = registry.users();
        if (users.isEmpty()) {
            return;
        }
        try {
            var revoked = revocations.revokedAt(users);
            var withoutRight = new HashSet<>(users);
            withoutRight.removeAll(assignments.withLive(users));
            for (var connection : registry.all()) {
                var caller = connection.caller();
                var revokedAt = revoked.get(caller.id());
                if (revokedAt != null && Revocations.covers(revokedAt, caller.issuedAt())) {
                    connection.close(CloseCode.TOKEN_OVER);
                } else if (withoutRight.contains(caller.id())) {
                    connection.close(CloseCode.NO_ASSIGNMENT);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("The rights of connected users could not be read: %s", e.getMessage());
            checkSoon();
        }
    }
}
