package dev.rapport.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span for each call of the API: its method, the template of its path, its status. Never the path, which names people. */
final class CallTrace {
    private static final int BEFORE_EVERYTHING = 10_000;
    private static final String API = "/api/";
    private static final String OTHER = "other";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final int SERVER_ERROR = 500;

    private final Traces traces;

    CallTrace(Traces traces) {
        this.traces = traces;
    }

    void register(@Observes Filters filters) {
        if (traces.isOn()) {
            filters.register(this::trace, BEFORE_EVERYTHING);
        }
    }

    /** What is current is so until the answer has ended, on whichever thread that is. */
    @SuppressWarnings("MustBeClosedChecker")
    private void trace(RoutingContext context) {
        if (context.normalizedPath().startsWith(API)) {
            var begun = context.request().getHeader(Traces.TRACEPARENT);
            // Its name is known when the resource has been found.
            var span = traces.span(OTHER, SpanKind.SERVER, begun).startSpan();
            var scope = span.makeCurrent();
            context.addEndHandler(ended -> {
                describe(span, context);
                scope.close();
                span.end();
            });
        }
        context.next();
    }

    private static void describe(Span span, RoutingContext context) {
        var method = context.request().method().name();
        var known = METHODS.contains(method) ? method : OTHER;
        var template = template(context);
        var status = context.response().getStatusCode();
        span.updateName(known + " " + (template == null ? OTHER : template));
        span.setAttribute("http.request.method", known);
        span.setAttribute("http.response.status_code", status);
        if (template != null) {
            span.setAttribute("http.route", template);
        }
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** The framework leaves it there for those who observe. */
    private static @Nullable String template(RoutingContext context) {
        return ((HttpServerRequestInternal) context.request()).context().getLocal("UrlPathTemplate");
    }
}
