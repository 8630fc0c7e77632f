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

    /** How often sockets are told to fetch while this replica does not hear the broker. */
    @WithDefault("10s")
    Duration resyncInterval();
}
