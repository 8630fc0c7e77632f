package dev.rapport.problem;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What JAX-RS would let pass: OPTIONS, parameters that a call does not take, doubled or empty ones, JSON refused. */
final class RequestRules {
    private final Map<Method, Set<String>> taken = new ConcurrentHashMap<>();

    /** JAX-RS would answer it by itself, for everybody and with methods that the address does not take. */
    @ServerRequestFilter(preMatching = true)
    public void refuseOptions(ContainerRequestContext request) {
        if (request.getMethod().equals("OPTIONS")) {
            throw new NotAllowedException(
                    Response.status(Response.Status.METHOD_NOT_ALLOWED).build());
        }
    }

    @ServerRequestFilter
    public void check(ResourceInfo resource, RoutingContext context) {
        checkQuery(context.queryParams(), taken.computeIfAbsent(resource.getResourceMethod(), RequestRules::taken));
        if (!Acceptance.ofJson(context.request().headers().getAll(HttpHeaders.ACCEPT))) {
            throw new ProblemException(ProblemType.NOT_ACCEPTABLE);
        }
    }

    private static void checkQuery(MultiMap query, Set<String> taken) {
        // Entries and not names: names are compared without regard to case.
        for (var parameter : query) {
            var name = parameter.getKey();
            if (!taken.contains(name)) {
                throw new ProblemException(
                        ProblemType.INVALID_PARAMETER, "This call does not take a parameter of that name.");
            }
            if (parameter.getValue().isEmpty() || query.getAll(name).size() > 1) {
                throw ProblemException.ofField(
                        ProblemType.INVALID_PARAMETER,
                        name,
                        "Send '" + name + "' once and with a value, or not at all.");
            }
        }
    }

    private static Set<String> taken(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }
}
