package dev.rapport.http;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Settings of the public port. */
@ConfigMapping(prefix = "rapport.http")
interface HttpConfig {
    /** The exact origins whose pages may call the API and open sockets; {@code Host} and forwarding headers never count. */
    Optional<Set<String>> origins();
}
