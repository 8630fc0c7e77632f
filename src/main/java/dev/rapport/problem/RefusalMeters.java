package dev.rapport.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often each problem is answered, by any layer. The status in the framework's own metric does not tell them apart. */
@Singleton
final class RefusalMeters {
    private static final int BEFORE_EVERYTHING = 10_000;

    private final Map<ProblemType, Counter> answered;

    RefusalMeters(MeterRegistry meters) {
        answered = Arrays.stream(ProblemType.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        type -> counter(type, meters),
                        (one, other) -> one,
                        () -> new EnumMap<>(ProblemType.class)));
    }

    private static Counter counter(ProblemType type, MeterRegistry meters) {
        return Counter.builder("rapport.refusals")
                .description("Requests answered with a problem")
                .tag("problem", type.slug())
                .register(meters);
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addEndHandler(ended -> count(context));
                    context.next();
                },
                BEFORE_EVERYTHING);
    }

    /** Has the answer of this request be counted as that problem. */
    static void note(RoutingContext context, ProblemType type) {
        context.put(RefusalMeters.class.getName(), type);
    }

    private void count(RoutingContext context) {
        ProblemType type = context.get(RefusalMeters.class.getName());
        if (type != null) {
            Objects.requireNonNull(answered.get(type)).increment();
        }
    }
}
