package dev.rapport.identity;

import dev.rapport.problem.JsonBodyReader;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The door of {@code /api}: 401, 403, 415 and 413 in this order, before a resource is looked for; and 404 for addresses
 * that JAX-RS would read in another way than they are written.
 */
final class ApiGate {
    /** After the framework's authentication (200) and authorisation (100). */
    private static final int AFTER_AUTHENTICATION = 90;

    /** Limits of requests come between: they count what is refused for its body, and not what others did. */
    private static final int AFTER_LIMITS = 80;

    private static final String API = "/api";
    private static final String PLATFORM = "/api/v1/platform/";
    /** What a page must know before anybody has signed in. */
    private static final String OPEN = "/api/v1/client-config";

    private static final String COACHES_ONLY = "/api/v1/me/availability";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    void register(@Observes Filters filters) {
        filters.register(context -> check(context, ApiGate::checkCaller), AFTER_AUTHENTICATION);
        filters.register(context -> check(context, ApiGate::checkRequest), AFTER_LIMITS);
    }

    private static void check(RoutingContext context, Consumer<RoutingContext> rule) {
        // OPTIONS too: the framework has answered the preflight of a browser before this.
        if (isApi(context.normalizedPath())) {
            try {
                rule.accept(context);
            } catch (ProblemException refusal) {
                ProblemResponse.send(context, refusal);
                return;
            }
        }
        context.next();
    }

    private static boolean isApi(String path) {
        return path.equals(API) || path.startsWith(API + "/");
    }

    /** JAX-RS would cut {@code ;} and what follows it off a segment, and take {@code a;b} for {@code a}. */
    private static void checkAddress(String path) {
        if (path.indexOf(';') >= 0) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }

    private static void checkCaller(RoutingContext context) {
        var path = context.normalizedPath();
        // Whoever shows a token nevertheless is judged by it.
        if (path.equals(OPEN) && Caller.isNobody(context)) {
            return;
        }
        var role = Caller.require(context).role();
        var isForThePlatform = path.startsWith(PLATFORM);
        if ((role == Role.PLATFORM) != isForThePlatform || (path.equals(COACHES_ONLY) && role != Role.COACH)) {
            throw new ProblemException(ProblemType.FORBIDDEN);
        }
    }

    private static void checkRequest(RoutingContext context) {
        checkBody(context.request());
        checkAddress(context.normalizedPath());
    }

    private static void checkBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        var hasBody =
                (length != null && !length.equals("0")) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (!hasBody || !WITH_BODY.contains(request.method())) {
            return;
        }
        if (!isJsonInUtf8(request.headers().getAll(HttpHeaders.CONTENT_TYPE))
                || request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (length != null && isLongerThan(length, JsonBodyReader.MAX_BYTES)) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "A body has at most " + JsonBodyReader.MAX_BYTES + " bytes.");
        }
    }

    private static boolean isJsonInUtf8(List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            return false;
        }
        var type = contentTypes
                .getFirst()
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .replace("\"", "");
        return type.equals("application/json") || type.equals("application/json;charset=utf-8");
    }

    private static boolean isLongerThan(String length, int max) {
        try {
            return Long.parseLong(length) > max;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
