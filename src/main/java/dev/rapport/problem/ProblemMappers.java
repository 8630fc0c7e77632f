package dev.rapport.problem;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures inside JAX-RS. */
final class ProblemMappers {
    @ServerExceptionMapper
    public Uni<Response> refused(ProblemException refusal, RoutingContext context) {
        return ProblemResponse.of(context, refusal);
    }

    @ServerExceptionMapper
    public Uni<Response> refusedByJaxRs(WebApplicationException failure, RoutingContext context, UriInfo address) {
        return switch (failure.getResponse().getStatus()) {
            case 404, 405 -> unmatched(context, address.getPath());
            default ->
                failure.getResponse().getStatus() < 400
                        ? Uni.createFrom().item(failure.getResponse())
                        : failed(failure, context);
        };
    }

    /** No resource method: 405 where another method would have found one, else 404. */
    private static Uni<Response> unmatched(RoutingContext context, String path) {
        var methods = AllowedMethods.of(path);
        if (methods.isEmpty() || methods.contains(context.request().method().name())) {
            return ProblemResponse.of(context, new ProblemException(ProblemType.NOT_FOUND));
        }
        return ProblemResponse.of(context, new ProblemException(ProblemType.METHOD_NOT_ALLOWED))
                .map(refusal -> Response.fromResponse(refusal)
                        .header(HttpHeaders.ALLOW, String.join(", ", methods))
                        .build());
    }

    @ServerExceptionMapper
    public Uni<Response> failed(Throwable failure, RoutingContext context) {
        return ProblemResponse.of(context, Problems.refusalOf(failure, context));
    }
}
