package dev.rapport.canary;

import java.net.URI;
import java.util.Optional;

/**
 * The deployment to probe, and two people of it with a live assignment. {@code management} is where health and metrics
 * are, {@code broker} where notifications pass; without them they are not searched.
 */
public record Target(
        URI service, Optional<URI> management, Optional<Broker> broker, String clientToken, String coachToken) {
    /** Where the service publishes, and as whom to listen there. */
    public record Broker(String host, int port, boolean isTls, Optional<String> user, Optional<String> password) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    @Override
    public String toString() {
        return service.toString();
    }
}
