package dev.rapport.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Spans, and how a trace goes on from one process to the next. Safe on any thread. */
@Singleton
public final class Traces {
    /** The name under which a trace goes on, in headers and beside the body of an event. */
    public static final String TRACEPARENT = "traceparent";

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;
    private final boolean isOn;

    Traces(Tracer tracer, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
        this.tracer = tracer;
        this.isOn = !isOff;
    }

    /** Whether an operator has switched traces on. */
    public boolean isOn() {
        return isOn;
    }

    /** A span that goes on a trace, or begins one where {@code traceparent} is null or none. */
    public SpanBuilder span(String name, SpanKind kind, @Nullable String traceparent) {
        var carrier = traceparent == null ? Map.<String, String>of() : Map.of(TRACEPARENT, traceparent);
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(W3C.extract(Context.root(), carrier, FromMap.INSTANCE));
    }

    /** The trace that what happens here is part of; null where it is part of none that is recorded. */
    public @Nullable String current() {
        return isOn ? traceparent(Span.current()) : null;
    }

    /** How the next process goes on; null where the span is not recorded. */
    public static @Nullable String traceparent(Span span) {
        var context = span.getSpanContext();
        return context.isSampled()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    private enum FromMap implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
