package dev.rapport.notification;

import dev.rapport.notification.OutboxStore.Batch;
import dev.rapport.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** A span for each notification that goes on a trace, from the relay's taking it to the broker's acceptance. */
@Singleton
final class PublishTrace {
    private final Traces traces;

    PublishTrace(Traces traces) {
        this.traces = traces;
    }

    void publish(List<Waiting> batch, Batch publisher) throws Exception {
        var spans = new ArrayList<Span>();
        var traced = new ArrayList<Waiting>();
        for (var waiting : batch) {
            if (waiting.traceparent() == null) {
                traced.add(waiting);
            } else {
                var span = begin(waiting);
                spans.add(span);
                traced.add(waiting.goingOn(Traces.traceparent(span)));
            }
        }
        try {
            publisher.publish(traced);
        } catch (Exception e) {
            spans.forEach(span -> span.setStatus(StatusCode.ERROR));
            throw e;
        } finally {
            spans.forEach(Span::end);
        }
    }

    private Span begin(Waiting waiting) {
        return traces.span("publish notification", SpanKind.PRODUCER, waiting.traceparent())
                .setAttribute("rapport.kind", waiting.notification().kind().label())
                .startSpan();
    }
}
