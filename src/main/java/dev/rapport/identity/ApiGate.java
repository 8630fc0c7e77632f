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
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The door of {@code /api}: 401, 403, 415 and 413 in this order, before a resource is looked for. */
final class ApiGate {
    /** After the framework's authentication (200) and authorisation (100). */
    private static final int AFTER_AUTHENTICATION = 90;

    private static final String API = "/api/";
    private static final String PLATFORM = "/api/v1/platform/";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    void register(@Observes Filters filters) {
        filters.register(ApiGate::check, AFTER_AUTHENTICATION);
    }

    private static void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(API) && !context.request().method().equals(HttpMethod.OPTIONS)) {
            try {
                checkCaller(context, path.startsWith(PLATFORM));
                checkBody(context.request());
            } catch (ProblemException refusal) {
                ProblemResponse.send(context, refusal);
                return;
            }
        }
        context.next();
    }

    private static void checkCaller(RoutingContext context, boolean platformOnly) {
        var isPlatform = Caller.require(context).role() == Role.PLATFORM;
        if (isPlatform != platformOnly) {
            throw new ProblemException(ProblemType.FORBIDDEN);
        }
    }

    private static void checkBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        var hasBody =
                (length != null && !length.equals("0")) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (!hasBody || !WITH_BODY.contains(request.method())) {
            return;
        }
        if (!isJsonInUtf8(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (length != null && isLongerThan(length, JsonBodyReader.MAX_BYTES)) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "A body has at most " + JsonBodyReader.MAX_BYTES + " bytes.");
        }
    }

    private static boolean isJsonInUtf8(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        var type = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
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
