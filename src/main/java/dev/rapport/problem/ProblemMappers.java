package dev.rapport.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures inside JAX-RS. */
final class ProblemMappers {
    @ServerExceptionMapper
    public Response refused(ProblemException refusal, RoutingContext context) {
        return ProblemResponse.of(context, refusal);
    }

    @ServerExceptionMapper
    public Response refusedByJaxRs(WebApplicationException failure, RoutingContext context) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : failed(failure, context);
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure, RoutingContext context) {
        var answer = ProblemResponse.of(context, Problems.refusalOf(failure, context));
        return failure instanceof NotAllowedException notAllowed
                ? Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW))
                        .build()
                : answer;
    }
}
