package dev.rapport.realtime;

import dev.rapport.assignment.Assignments;
import dev.rapport.identity.Caller;
import dev.rapport.identity.Revocations;
import dev.rapport.identity.Role;
import dev.rapport.problem.PriorRefusal;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.netty.channel.ChannelOption;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** The door of {@code /ws}, after the token was verified and before the upgrade; looks for a revocation itself. */
@ApplicationScoped
class Handshake {
    /** After the framework's authentication (200) and authorisation (100). */
    private static final int AFTER_AUTHENTICATION = 90;

    /** What the kernel keeps for a peer that does not read; left alone it would be some megabytes. */
    private static final int SEND_BUFFER = 16 * 1024;

    private final Assignments assignments;
    private final Revocations revocations;
    private final Drain drain;
    private final RealtimeConfig config;
    private final Clock clock;

    Handshake(Assignments assignments, Revocations revocations, Drain drain, RealtimeConfig config, Clock clock) {
        this.assignments = assignments;
        this.revocations = revocations;
        this.drain = drain;
        this.config = config;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_AUTHENTICATION);
    }

    private void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith("/ws/")) {
            // The router would take the one with a slash at its end for the socket, past this door.
            ProblemResponse.send(context, new ProblemException(ProblemType.NOT_FOUND));
            return;
        }
        if (!path.equals("/ws")) {
            context.next();
            return;
        }
        try {
            var caller = admit(context);
            assignments
                    .admission(caller.id())
                    .onSuccess(found -> {
                        if (revocations.isRevoked(caller, found.revokedAt())) {
                            ProblemResponse.send(context, new ProblemException(ProblemType.UNAUTHENTICATED));
                            return;
                        }
                        PriorRefusal.settle(context);
                        if (found.isInOne()) {
                            upgrade(context);
                        } else {
                            ProblemResponse.send(context, forbidden("No assignment of this person is live."));
                        }
                    })
                    .onFailure(context::fail);
        } catch (ProblemException refusal) {
            ProblemResponse.send(context, refusal);
        }
    }

    private static void upgrade(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            if (!connection.channel().isOpen()) {
                // Whoever asked has gone meanwhile: there is nobody to answer.
                return;
            }
            connection.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
            ClientFrames.over(connection.channel());
        }
        Leftovers.drop(context);
        context.next();
    }

    private Caller admit(RoutingContext context) {
        if (drain.isUnderWay()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "This replica is stopping: connect again.");
        }
        var caller = Caller.require(context);
        if (caller.role() == Role.PLATFORM) {
            throw forbidden("A socket is for clients and coaches.");
        }
        if (caller.expiresAt().isBefore(clock.instant().plus(config.leastTokenLife()))) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The token is about to expire: get a new one.");
        }
        return caller;
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }
}
