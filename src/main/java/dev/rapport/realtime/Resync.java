package dev.rapport.realtime;

import dev.rapport.notification.Hearing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Has every socket of this replica fetch when it may have missed notifications: now and then while deaf, and after it. */
@ApplicationScoped
class Resync {
    private static final String RESYNC = "{\"content\":\"resync\"}";

    /** Each socket answers with a fetch: 20,000 of them are spread over 8 seconds. */
    private static final int AT_ONCE = 250;

    private static final long PAUSE_MILLIS = 100;

    private final Hearing hearing;
    private final ConnectionRegistry registry;
    private final RealtimeConfig config;
    private final Clock clock;
    private int beginnings;
    private boolean deaf;
    private Instant next = Instant.EPOCH;

    Resync(Hearing hearing, ConnectionRegistry registry, RealtimeConfig config, Clock clock, MeterRegistry meters) {
        this.hearing = hearing;
        this.registry = registry;
        this.config = config;
        this.clock = clock;
        Gauge.builder("rapport.connections", registry, sockets -> sockets.all().size())
                .description("Open sockets of this replica")
                .register(meters);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void check() throws InterruptedException {
        var begun = hearing.beginnings();
        var isDeaf = hearing.isDeaf();
        var now = clock.instant();
        // At once when it becomes deaf, also shortly after it began to hear.
        if (begun != beginnings || (isDeaf && (!deaf || !now.isBefore(next)))) {
            beginnings = begun;
            next = now.plus(config.resyncInterval());
            tellAll();
        }
        deaf = isDeaf;
    }

    private void tellAll() throws InterruptedException {
        int told = 0;
        for (var connection : registry.all()) {
            connection.tell(RESYNC);
            if (++told % AT_ONCE == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
