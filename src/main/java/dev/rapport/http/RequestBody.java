package dev.rapport.http;

import dev.rapport.problem.JsonBodyReader;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;

/**
 * Has a body arrive before a thread is made for its request. Otherwise each thread would be parked until the event loop
 * hands it the bytes one after the other. A body that does not tell its length, or is too long, is left to the reader, which counts.
 */
final class RequestBody {
    /** After the gate has looked at the caller, the type and the length. */
    private static final int AFTER_THE_GATE = 70;

    void register(@Observes Filters filters) {
        filters.register(RequestBody::collect, AFTER_THE_GATE);
    }

    private static void collect(RoutingContext context) {
        if (!context.normalizedPath().startsWith("/api/") || !isShort(context)) {
            context.next();
            return;
        }
        if (context.response().closed()) {
            // The caller went away while its token was looked at, and what it had sent went with the connection.
            return;
        }
        context.request().bodyHandler(body -> {
            ((RoutingContextInternal) context).setBody(body);
            context.next();
        });
        // The framework has paused it while it looked at the token.
        context.request().resume();
    }

    private static boolean isShort(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null && Integer.parseInt(length) <= JsonBodyReader.MAX_BYTES;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
