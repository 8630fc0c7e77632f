package dev.rapport.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the relay. */
@ConfigMapping(prefix = "rapport.notification")
interface NotificationConfig {
    /** How many notifications a relay publishes in one transaction. */
    @WithDefault("100")
    int batchSize();

    /** How long a relay waits for the broker to accept a batch before it leaves the batch in the outbox. */
    @WithDefault("5s")
    Duration acceptDeadline();

    /** How often a relay looks for what no wake-up announced. */
    @WithDefault("1s")
    Duration sweepInterval();
}
