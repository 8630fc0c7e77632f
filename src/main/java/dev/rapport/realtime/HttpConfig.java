package dev.rapport.realtime;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Who may come from a browser. */
@ConfigMapping(prefix = "rapport.http")
interface HttpConfig {
    /** The exact origins whose pages may open a socket; {@code Host} and forwarding headers never count. */
    Optional<Set<String>> origins();
}
