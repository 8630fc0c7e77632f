package dev.rapport.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names each request: the caller's {@code X-Request-Id} when it is harmless, else a new one; it is in every answer. */
public final class RequestId {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int BEFORE_EVERYTHING = 10_000;

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.response().putHeader(HEADER, of(context));
                    context.next();
                },
                BEFORE_EVERYTHING);
    }

    /** The id of this request. */
    public static String of(RoutingContext context) {
        String known = context.get(HEADER);
        if (known != null) {
            return known;
        }
        var offered = context.request().getHeader(HEADER);
        var id = offered != null && HARMLESS.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
        context.put(HEADER, id);
        return id;
    }
}
