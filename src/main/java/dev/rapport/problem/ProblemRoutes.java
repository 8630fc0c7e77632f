package dev.rapport.problem;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Failures before JAX-RS. */
final class ProblemRoutes {
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(ProblemRoutes::failed);
    }

    private static void failed(RoutingContext context) {
        var failure = context.failure();
        if (failure == null || failure instanceof VertxException) {
            // The router's own: no host, or a path that cannot be parsed.
            context.response().setStatusCode(context.statusCode()).end();
        } else {
            ProblemResponse.send(context, Problems.refusalOf(failure, context));
        }
    }
}
