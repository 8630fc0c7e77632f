package dev.rapport.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the relay and of the connection to the broker. */
@ConfigMapping(prefix = "rapport.notification")
interface NotificationConfig {
    /** How many notifications a relay publishes at once, one more at most. */
    @WithDefault("100")
    int batchSize();

    /**
     * How long the broker may take to accept a batch, or a new connection with all its links. After that the connection is
     * given up and the batch stays in the outbox.
     */
    @WithDefault("5s")
    Duration acceptDeadline();

    /** How often a relay looks for what was left behind in the outbox, by whichever replica. */
    @WithDefault("1s")
    Duration sweepInterval();

    /** How long after a connection was lost, or was not made, the next is tried; for ever. */
    @WithDefault("1s")
    Duration reconnectInterval();

    /** A connection on which the broker has been silent for this long is given up. Whole seconds. */
    @WithDefault("10s")
    Duration idleTimeout();

    /** How often this replica sends a beacon and listens for it. After three that did not come back it is deaf. */
    @WithDefault("2s")
    Duration beaconInterval();
}
