package dev.rapport.realtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the sockets. */
@ConfigMapping(prefix = "rapport.realtime")
interface RealtimeConfig {
    /** A peer that has not answered a ping for this long is gone. Pings: quarkus.websockets-next.server.auto-ping-interval. */
    @WithDefault("45s")
    Duration pongDeadline();

    /** A token needs at least this much of its life left to open a socket. */
    @WithDefault("3s")
    Duration leastTokenLife();

    /** How many sockets a user may have at this replica; the oldest goes when one more opens. */
    @WithDefault("10")
    int connectionsPerUser();

    /** How many different frames may wait for a peer that reads slowly; one more, and it is closed. */
    @WithDefault("1000")
    int mostWaiting();

    /** A peer that has let a frame wait in the socket for this long is closed. */
    @WithDefault("10s")
    Duration writeDeadline();

    /** How long this replica, told to stop, goes on serving while its sockets are closed one after the other. */
    @WithDefault("5s")
    Duration drain();

    /** How often sockets are told to fetch while this replica does not hear the broker. */
    @WithDefault("10s")
    Duration resyncInterval();
}
