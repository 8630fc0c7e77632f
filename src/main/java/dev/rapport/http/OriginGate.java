package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import dev.rapport.problem.StartRefused;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses pages of origins that are not listed, for calls, preflights and sockets alike. The framework's own filter
 * behind it, which answers the others, would also believe the {@code Host} header. A program sends no origin and passes.
 */
@ApplicationScoped
class OriginGate {
    /** The framework answers preflights at 300. */
    private static final int BEFORE_THE_FRAMEWORK = 310;

    private static final Pattern EXACT = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

    private final Set<String> origins;

    OriginGate(HttpConfig config) {
        origins = config.origins().orElse(Set.of());
        origins.forEach(OriginGate::requireExact);
    }

    /** The framework alone would take patterns and {@code *}; and what no browser sends would never match. */
    private static void requireExact(String origin) {
        if (!EXACT.matcher(origin).matches()) {
            throw new StartRefused("RAPPORT_HTTP_ORIGINS names '" + origin
                    + "'. An origin is a scheme, a host in lower case and perhaps a port, such as"
                    + " https://chat.example.org; no path, no pattern, no *");
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_FRAMEWORK);
    }

    private void check(RoutingContext context) {
        var named = context.request().headers().getAll(HttpHeaders.ORIGIN);
        if (named.isEmpty() || isListed(named)) {
            context.next();
        } else {
            ProblemResponse.send(
                    context,
                    new ProblemException(ProblemType.FORBIDDEN, "This origin is not listed in RAPPORT_HTTP_ORIGINS."));
        }
    }

    private boolean isListed(List<String> named) {
        return named.size() == 1 && origins.contains(named.getFirst());
    }
}
