package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** The addresses of the web app, by name: a catch-all would answer {@code /.git/config} and {@code /q/health} with the page. */
final class PageRoutes {
    private static final String PAGE = "/";
    private static final String CONVERSATIONS = "/conversations/*";
    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;

    void register(@Observes Router router) {
        router.get(CONVERSATIONS).handler(context -> context.reroute(PAGE));
        router.head(CONVERSATIONS).handler(context -> context.reroute(PAGE));
        router.route().order(AFTER_EVERYTHING).handler(PageRoutes::notFound);
    }

    /** Whether a browser that asks for {@code path} gets the page. */
    static boolean isPage(String path) {
        return path.equals(PAGE) || path.equals("/index.html");
    }

    private static void notFound(RoutingContext context) {
        ProblemResponse.send(context, new ProblemException(ProblemType.NOT_FOUND));
    }
}
