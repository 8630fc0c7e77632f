package dev.rapport.bench;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Processor time of the three whose work is measured; the service's is that of all replicas. */
record Cpu(Duration service, Duration database, Duration broker) {
    static final Cpu NONE = new Cpu(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    Duration all() {
        return service.plus(database).plus(broker);
    }

    Cpu plus(Cpu other) {
        return new Cpu(service.plus(other.service), database.plus(other.database), broker.plus(other.broker));
    }

    Cpu minus(Cpu before) {
        return new Cpu(service.minus(before.service), database.minus(before.database), broker.minus(before.broker));
    }

    /** Milliseconds for each of so many. */
    JsonObject millisEach(long many) {
        return new JsonObject()
                .put("service", each(service, many))
                .put("database", each(database, many))
                .put("broker", each(broker, many));
    }

    private static double each(Duration time, long many) {
        return Results.round(time.toNanos() / 1e6 / Math.max(1, many));
    }
}
