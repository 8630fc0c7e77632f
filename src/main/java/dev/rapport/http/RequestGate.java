package dev.rapport.http;

import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The first look at a request. Where it ends must be beyond doubt, or a proxy in front and this service could see
 * different requests in the same bytes; and it has a bearable number of headers. Refusals are bare and end the
 * connection.
 */
@ApplicationScoped
class RequestGate {
    private static final int MOST_HEADERS = 100;
    private static final int BAD_REQUEST = 400;
    private static final int HEADERS_TOO_LARGE = 431;

    private final HttpConfig config;

    RequestGate(HttpConfig config) {
        this.config = config;
    }

    /** For requests that the router itself refuses as well: something may follow them on the connection. */
    void register(@Observes @Priority(2) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::check).failureHandler(this::check);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (request.connection() instanceof ConnectionBase connection) {
            RequestWatch.over(connection.channel(), request, config.arrivalDeadline());
        }
        if (isEndInDoubt(request)) {
            refuse(context, BAD_REQUEST);
        } else if (request.headers().entries().size() > MOST_HEADERS) {
            refuse(context, HEADERS_TOO_LARGE);
        } else {
            if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            context.next();
        }
    }

    private static boolean isEndInDoubt(HttpServerRequest request) {
        var encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return !encodings.isEmpty()
                && (encodings.size() > 1
                        || !encodings.getFirst().equalsIgnoreCase("chunked")
                        || request.version() != HttpVersion.HTTP_1_1
                        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                        || isALengthMissing(request));
    }

    /**
     * Whether there was a {@code Content-Length} beside the chunks. The decoder removes it unseen, but it has counted the
     * bytes of all headers: more are missing than the space after each colon.
     */
    private static boolean isALengthMissing(HttpServerRequest request) {
        if (!(request.decoderResult() instanceof HttpMessageDecoderResult decoded)) {
            return false;
        }
        int bytes = 0;
        for (var header : request.headers().entries()) {
            bytes +=
                    header.getKey().length() + ": ".length() + header.getValue().length();
        }
        return decoded.headerSize() > bytes;
    }

    private static void refuse(RoutingContext context, int status) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end();
        context.request().connection().close();
    }
}
