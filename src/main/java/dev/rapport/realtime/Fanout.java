package dev.rapport.realtime;

import dev.rapport.notification.Heard;
import dev.rapport.notification.NotificationKind;
import dev.rapport.notification.NotificationListener;
import dev.rapport.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Every replica hears every notification, and forwards it to the recipient's sockets here, byte for byte. */
@ApplicationScoped
@Startup
class Fanout implements NotificationListener {
    private final ConnectionRegistry registry;
    private final ConnectionSweep sweep;
    private final Clock clock;
    private final Traces traces;
    private final Timer delivery;

    Fanout(ConnectionRegistry registry, ConnectionSweep sweep, Clock clock, Traces traces, MeterRegistry meters) {
        this.registry = registry;
        this.sweep = sweep;
        this.clock = clock;
        this.traces = traces;
        delivery = Timer.builder("rapport.notification.delivery")
                .description("From the fact to the sockets of this replica")
                .serviceLevelObjectives(
                        Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(meters);
    }

    @Override
    public void heard(Heard heard) {
        var notification = heard.notification();
        var connections = registry.of(notification.recipient());
        var span = connections.isEmpty() ? Span.getInvalid() : push(heard, connections.size());
        connections.forEach(connection -> connection.tell(heard.json()));
        span.end();
        if (!connections.isEmpty()) {
            // Two clocks: what one that is ahead makes negative, the timer leaves out.
            heard.since().ifPresent(since -> delivery.record(Duration.between(since, clock.instant())));
        }
        if (notification.kind() == NotificationKind.SESSION_REVOKED
                || notification.kind() == NotificationKind.ASSIGNMENT) {
            // Anyone who reaches the broker can forge an event: the sweep reads the right from the database.
            sweep.checkSoon();
        }
    }

    /** A span of what goes on a trace. What begins none here has no call to be seen with. */
    private Span push(Heard heard, int sockets) {
        return heard.traceparent()
                .map(traceparent -> traces.span("push notification", SpanKind.CONSUMER, traceparent)
                        .setAttribute(
                                "rapport.kind", heard.notification().kind().label())
                        .setAttribute("rapport.sockets", sockets)
                        .startSpan())
                .orElseGet(Span::getInvalid);
    }
}
