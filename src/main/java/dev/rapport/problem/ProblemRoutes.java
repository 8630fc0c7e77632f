package dev.rapport.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Failures before JAX-RS, and addresses under /api and /ws that nothing answers. */
final class ProblemRoutes {
    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(ProblemRoutes::failed);
        for (var path : new String[] {"/api", "/api/*", "/ws", "/ws/*"}) {
            router.route(path)
                    .order(AFTER_EVERYTHING)
                    .handler(context -> ProblemResponse.send(context, new ProblemException(ProblemType.NOT_FOUND)));
        }
    }

    private static void failed(RoutingContext context) {
        var failure = context.failure();
        if (failure == null) {
            // A bare status from Vert.x itself, such as an unparsable path.
            context.next();
            return;
        }
        ProblemResponse.send(context, Problems.refusalOf(failure, context));
    }
}
