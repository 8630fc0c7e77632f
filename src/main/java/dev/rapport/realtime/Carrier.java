package dev.rapport.realtime;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Browsers carry their token in a sub-protocol, which the framework turns into a header: any header. This runs before
 * that and lets one well-formed {@code Authorization} carrier through, or none; an {@code HttpUpgradeCheck} would be too
 * late.
 */
final class Carrier {
    /** The framework turns carriers into headers at 220. */
    private static final int BEFORE_PROPAGATION = 300;

    private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String CARRIER = "quarkus-http-upgrade";
    private static final String PROTOCOL = "bearer-token-carrier";
    private static final Pattern BEARER =
            Pattern.compile(CARRIER + "#Authorization#Bearer [A-Za-z0-9._~+/=-]+", Pattern.CASE_INSENSITIVE);

    void register(@Observes Filters filters) {
        filters.register(Carrier::check, BEFORE_PROPAGATION);
    }

    private static void check(RoutingContext context) {
        var headers = context.request().headers();
        if (!context.normalizedPath().equals("/ws")
                && headers.getAll(SUB_PROTOCOL).stream().anyMatch(header -> header.contains(CARRIER))) {
            // The framework would let a carrier sign in any other call as well.
            headers.remove(SUB_PROTOCOL);
        }
        if (headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            // The framework would believe the first and ignore the others.
            ProblemResponse.send(context, new ProblemException(ProblemType.UNAUTHENTICATED, "Send one token."));
        } else if (isAcceptable(context.request())) {
            context.next();
        } else {
            ProblemResponse.send(
                    context,
                    new ProblemException(
                            ProblemType.INVALID_PARAMETER,
                            "Offer the sub-protocols bearer-token-carrier and, URI-encoded,"
                                    + " quarkus-http-upgrade#Authorization#Bearer <token>; or send the Authorization"
                                    + " header alone."));
        }
    }

    /** Leaves of a carrier that was read what the upgrade agrees on. */
    static void forget(MultiMap headers) {
        if (headers.getAll(SUB_PROTOCOL).stream().anyMatch(header -> header.contains(PROTOCOL))) {
            headers.set(SUB_PROTOCOL, PROTOCOL);
        }
    }

    private static boolean isAcceptable(HttpServerRequest request) {
        var headers = request.headers().getAll(SUB_PROTOCOL);
        var protocols = headers.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .toList();
        var carriers = protocols.stream()
                .filter(protocol -> decoded(protocol).regionMatches(true, 0, CARRIER, 0, CARRIER.length()))
                .toList();
        if (carriers.isEmpty()) {
            // The framework looks for its word anywhere in the header.
            return headers.stream().noneMatch(header -> header.contains(CARRIER));
        }
        return carriers.size() == 1
                && headers.size() == 1
                && carriers.getFirst().startsWith(CARRIER)
                && BEARER.matcher(decoded(carriers.getFirst())).matches()
                && protocols.contains(PROTOCOL)
                && !request.headers().contains(HttpHeaders.AUTHORIZATION);
    }

    private static String decoded(String protocol) {
        try {
            return URLDecoder.decode(protocol, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not URI-encoded: compared as it is, and refused if it is a carrier.
            return protocol;
        }
    }
}
