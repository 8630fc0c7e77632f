package dev.rapport.realtime;

import dev.rapport.assignment.Assignments;
import dev.rapport.identity.Revocations;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Closes sockets whose token, peer or right is gone. What a clock can tell does not wait for what the database tells; of
 * each there is one round at a time. Without an answer of the database nobody is closed.
 */
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
    private boolean isFailing;

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
    void closeOverdue() {
        var now = clock.instant();
        for (var connection : registry.all()) {
            if (!connection.caller().expiresAt().isAfter(now)) {
                connection.close(CloseCode.TOKEN_OVER);
            } else if (connection.isStuckSince(now.minus(config.writeDeadline()))) {
                connection.close(CloseCode.TOO_SLOW);
            } else if (connection.lastPong().plus(config.pongDeadline()).isBefore(now)) {
                connection.close(CloseCode.UNRESPONSIVE);
            }
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void closeWithoutRight() {
        round++;
        if (!rightsChanged.getAndSet(false) && round % RIGHTS_EVERY != 0) {
            return;
        }
        try {
            // Who connects from here on has shown their right later than it is read.
            closeWithoutRight(List.copyOf(registry.all()));
            recovered();
        } catch (RuntimeException e) {
            failed(e);
            checkSoon();
        }
    }

    private void closeWithoutRight(List<Connection> connections) {
        if (connections.isEmpty()) {
            return;
        }
        var users = connections.stream()
                .map(connection -> connection.caller().id())
                .distinct()
                .toList();
        var revoked = revocations.revokedAt(users);
        var withoutRight = new HashSet<>(users);
        withoutRight.removeAll(assignments.withLive(users));
        for (var connection : connections) {
            var caller = connection.caller();
            var revokedAt = revoked.get(caller.id());
            if (revokedAt != null && Revocations.covers(revokedAt, caller.issuedAt())) {
                connection.close(CloseCode.TOKEN_OVER);
            } else if (withoutRight.contains(caller.id())) {
                connection.close(CloseCode.NO_ASSIGNMENT);
            }
        }
    }

    /** One line when it begins, one when it is over: an outage must not fill the log. */
    private void failed(RuntimeException failure) {
        if (!isFailing) {
            isFailing = true;
            LOG.warnf("The rights of connected users could not be read: %s", failure.getMessage());
        }
    }

    private void recovered() {
        if (isFailing) {
            isFailing = false;
            LOG.info("The rights of connected users are read again");
        }
    }
}
