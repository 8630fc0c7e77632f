package dev.rapport.problem;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers a request with a problem, outside JAX-RS and inside. Safe on any thread. */
public final class ProblemResponse {
    private ProblemResponse() {}

    /** Ends the response with the problem of {@code refusal}, or of its {@link PriorRefusal}, unless an answer has begun. */
    public static void send(RoutingContext context, ProblemException refusal) {
        PriorRefusal.orElse(context, refusal).onSuccess(first -> end(context, first));
    }

    private static void end(RoutingContext context, ProblemException refusal) {
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        RefusalMeters.note(context, refusal.type());
        headers(refusal).forEach(response::putHeader);
        response.setStatusCode(refusal.type().status())
                .end(Problem.of(refusal, RequestId.of(context)).toJson());
    }

    static Uni<Response> of(RoutingContext context, ProblemException refusal) {
        return Uni.createFrom()
                .completionStage(() -> PriorRefusal.orElse(context, refusal).toCompletionStage())
                .map(first -> response(context, first));
    }

    private static Response response(RoutingContext context, ProblemException refusal) {
        RefusalMeters.note(context, refusal.type());
        var answer = Response.status(refusal.type().status());
        headers(refusal).forEach(answer::header);
        return answer.entity(Problem.of(refusal, RequestId.of(context)).toJson())
                .build();
    }

    private static Map<String, String> headers(ProblemException refusal) {
        var contentType = HttpHeaders.CONTENT_TYPE.toString();
        return switch (refusal.type()) {
            case UNAUTHENTICATED -> Map.of(contentType, Problem.MEDIA_TYPE, "WWW-Authenticate", "Bearer");
            case UNAVAILABLE, TOO_MANY_REQUESTS ->
                Map.of(contentType, Problem.MEDIA_TYPE, "Retry-After", Long.toString(refusal.retryAfterSeconds()));
            // The rest of an oversize body is not read: this connection cannot serve another request.
            case TOO_LARGE -> Map.of(contentType, Problem.MEDIA_TYPE, "Connection", "close");
            default -> Map.of(contentType, Problem.MEDIA_TYPE);
        };
    }
}
