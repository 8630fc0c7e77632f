package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The addresses of the web app, by name: a catch-all would answer {@code /.git/config} and {@code /q/health} with the page. */
final class PageRoutes {
    private static final String PAGE = "/";

    /** A conversation, and where an OpenID provider sends people back to. */
    private static final List<String> PLACES = List.of("/conversations/*", "/signed-in");

    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;

    void register(@Observes Router router) {
        for (var place : PLACES) {
            router.get(place).handler(context -> context.reroute(PAGE));
            router.head(place).handler(context -> context.reroute(PAGE));
        }
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
