package dev.rapport.http;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/** The addresses of the web app, by name: a catch-all would answer {@code /.git/config} and {@code /q/health} with the page. */
final class PageRoutes {
    private static final String PAGE = "/";

    /** A conversation, and where an OpenID provider sends people back to. */
    private static final List<String> PLACES = List.of("/conversations/*", "/signed-in");

    /** The page itself, and the empty one that takes its place when somebody leaves in a hurry. */
    private static final Set<String> PAGES = Set.of(PAGE, "/index.html", "/blank.html");

    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;

    void register(@Observes Router router) {
        for (var place : PLACES) {
            router.get(place).handler(context -> context.reroute(PAGE));
            router.head(place).handler(context -> context.reroute(PAGE));
        }
        router.route().order(AFTER_EVERYTHING).handler(PageRoutes::notFound);
    }

    /** Whether a browser that asks for {@code path} gets a page. */
    static boolean isPage(String path) {
        return PAGES.contains(path);
    }

    private static void notFound(RoutingContext context) {
        ProblemResponse.send(context, new ProblemException(ProblemType.NOT_FOUND));
    }
}
