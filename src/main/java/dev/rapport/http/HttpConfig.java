package dev.rapport.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of the public port. */
@ConfigMapping(prefix = "rapport.http")
interface HttpConfig {
    /** The exact origins whose pages may call the API and open sockets; {@code Host} and forwarding headers never count. */
    Optional<Set<String>> origins();

    /** A request that has not arrived whole within this time ends its connection. */
    @WithDefault("20s")
    Duration arrivalDeadline();

    /** How long the requests in flight may take to finish when this replica stops. */
    @WithDefault("10s")
    Duration finishDeadline();

    /** How many reads and handshakes may be under way at once; the others wait their turn. 0: all. */
    @WithDefault("8")
    int readsAtOnce();

    /** How long one waits for its turn before it is 503; a page gives a socket that does not open 10 s. */
    @WithDefault("8s")
    Duration readPatience();
}
