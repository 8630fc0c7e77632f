package dev.rapport.conversation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How often people send and fetch, and what comes of it; refusals are counted where they are told. A fetch that brought
 * nothing was asked for by a notification that came late or doubled, or by a timer. All of them are there from the start:
 * a rate needs the zero before the first.
 */
@ApplicationScoped
@Startup
class ConversationMeters {
    /** What is fetched. */
    enum Fetch {
        LIST,
        NEWEST,
        BEFORE,
        SINCE
    }

    private record Fetches(Counter something, Counter nothing) {}

    private final Counter stored;
    private final Counter repeated;
    private final Map<Fetch, Fetches> fetches;

    ConversationMeters(MeterRegistry meters) {
        stored = sends("stored", meters);
        repeated = sends("repeated", meters);
        fetches = Arrays.stream(Fetch.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        fetch -> new Fetches(fetches(fetch, "something", meters), fetches(fetch, "nothing", meters)),
                        (one, other) -> one,
                        () -> new EnumMap<>(Fetch.class)));
    }

    private static Counter sends(String outcome, MeterRegistry meters) {
        return Counter.builder("rapport.sends")
                .description("Messages stored, and repetitions of sends that had been stored before")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter fetches(Fetch fetch, String outcome, MeterRegistry meters) {
        return Counter.builder("rapport.fetches")
                .description("Pages asked for, and whether there was something on them that the caller did not have")
                .tag("page", fetch.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters);
    }

    void sent(boolean isNew) {
        (isNew ? stored : repeated).increment();
    }

    void fetched(Fetch fetch, boolean something) {
        var outcomes = Objects.requireNonNull(fetches.get(fetch));
        (something ? outcomes.something : outcomes.nothing).increment();
    }
}
