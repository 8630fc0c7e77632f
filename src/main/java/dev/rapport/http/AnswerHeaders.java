package dev.rapport.http;

import dev.rapport.clientconfig.ClientConfig;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** The security headers of every answer, and the one place where the content security policy stands. */
@ApplicationScoped
class AnswerHeaders {
    private static final String API = "/api";
    private static final String ASSETS = "/assets/";

    /**
     * What the web app needs, and nothing more: its own files, and calls and sockets to where it came from, and calls to
     * where people sign in.
     */
    private static final String POLICY_OF_THE_PAGE = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'%s; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /** What is no page runs nothing, whatever a browser may take it for. */
    private static final String POLICY_OF_THE_REST =
            "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALWAYS = Map.of(
            "Strict-Transport-Security",
            "max-age=31536000; includeSubDomains",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(),"
                    + " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(),"
                    + " picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(),"
                    + " xr-spatial-tracking=()");

    private final boolean isDevelopment = LaunchMode.current() == LaunchMode.DEVELOPMENT;
    private final String policyOfThePage;

    AnswerHeaders(ClientConfig config) {
        policyOfThePage = POLICY_OF_THE_PAGE.formatted(
                config.signInOrigin().map(origin -> " " + origin).orElse(""));
    }

    /** A request that the router itself refuses, such as one without a host, sees failure handlers only. */
    void register(@Observes @Priority(1) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::set).failureHandler(this::set);
    }

    private void set(RoutingContext context) {
        if (!context.response().headWritten()) {
            var headers = context.response().headers();
            ALWAYS.forEach(headers::set);
            setPolicy(context.normalizedPath(), headers);
            setCaching(context.normalizedPath(), headers);
        }
        context.next();
    }

    private void setPolicy(String path, MultiMap headers) {
        if (PageRoutes.isPage(path)) {
            if (!isDevelopment) {
                headers.set("Content-Security-Policy", policyOfThePage);
            }
        } else if (!isDevelopment || isApi(path)) {
            // In development the server of the web app and the framework's own pages bring inline code.
            headers.set("Content-Security-Policy", POLICY_OF_THE_REST);
        }
    }

    private static boolean isApi(String path) {
        return path.equals(API) || path.startsWith(API + "/");
    }

    /** The page names its assets by their content: it must be asked for again, they never. */
    private static void setCaching(String path, MultiMap headers) {
        if (isApi(path)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        } else if (!path.startsWith(ASSETS)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }
}
