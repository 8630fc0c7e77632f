package dev.rapport.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of presence. */
@ConfigMapping(prefix = "rapport.presence")
interface PresenceConfig {
    /** How long a person stays here after their last socket has closed. */
    @WithDefault("30s")
    Duration grace();

    /** How long a replica's people count without a sign of life of it, before the grace; it gives three in that time. */
    @WithDefault("15s")
    Duration lease();

    /** How often a replica writes who came and went, a second at least; it announces every second time. */
    @WithDefault("1s")
    Duration tick();
}
