package dev.rapport.limit;

import dev.rapport.identity.Caller;
import dev.rapport.identity.Role;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** How often a person may call the API. */
@Singleton
final class RequestLimit {
    /** After the gate has looked at the caller (90), before it looks at the body (80). */
    private static final int BETWEEN_CALLER_AND_BODY = 85;

    private static final String API = "/api/";
    private static final Pattern MESSAGES = Pattern.compile("/api/v1/conversations/[^/]+/messages");

    private final RateLimit<UserId> requests;

    RequestLimit(LimitConfig config) {
        requests = new RateLimit<>(config.requestsPerMinute(), System::nanoTime);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BETWEEN_CALLER_AND_BODY);
    }

    private void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(API) && !isRecovery(context.request(), path)) {
            try {
                limited(context).ifPresent(requests::take);
            } catch (ProblemException refusal) {
                ProblemResponse.send(context, refusal);
                return;
            }
        }
        context.next();
    }

    /** Whom to count; not the platform, whose provisioning is one caller's work for everybody. */
    private static Optional<UserId> limited(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                ? Caller.of(user.getSecurityIdentity())
                        .filter(caller -> caller.role() != Role.PLATFORM)
                        .map(Caller::id)
                : Optional.empty();
    }

    /** The fetch by which a client becomes complete again. */
    private static boolean isRecovery(HttpServerRequest request, String path) {
        var query = request.query();
        return request.method().equals(HttpMethod.GET)
                && query != null
                && (query.startsWith("since=") || query.contains("&since="))
                && MESSAGES.matcher(path).matches();
    }
}
