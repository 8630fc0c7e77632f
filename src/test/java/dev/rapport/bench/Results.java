package dev.rapport.bench;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What the messages of a run show; {@code failures} are answers that were not the expected ones. */
record Results(List<Sent> messages, int failures) {
    /** Percentiles in milliseconds, by nearest rank. */
    record Percentiles(double p50, double p95, double p99, double max) {
        static Percentiles of(long... nanos) {
            var sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Percentiles(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(long[] sorted, double part) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
        }

        JsonObject json() {
            return new JsonObject()
                    .put("p50", round(p50))
                    .put("p95", round(p95))
                    .put("p99", round(p99))
                    .put("max", round(max));
        }

        String row(String name) {
            return String.format(Locale.ROOT, "%-34s %8.1f %8.1f %8.1f %8.1f%n", name, p50, p95, p99, max);
        }
    }

    static final String HEAD = String.format("%-34s %8s %8s %8s %8s%n", "from due, in ms", "p50", "p95", "p99", "max");

    /** How late the load itself began a POST: what it adds to all the others. */
    Percentiles begun() {
        return of(message -> message.begun);
    }

    Percentiles answered() {
        return of(message -> message.answered);
    }

    Percentiles announced() {
        return of(message -> message.announced);
    }

    Percentiles inHand() {
        return of(message -> message.inHand);
    }

    /** From the call to its answer. */
    Percentiles sending() {
        return between(message -> message.begun, message -> message.answered);
    }

    /** From the notification to the text. */
    Percentiles fetching() {
        return between(message -> message.announced, message -> message.inHand);
    }

    long lost() {
        return messages.size() - arrived();
    }

    long arrived() {
        return messages.stream().filter(message -> message.inHand != Sent.NEVER).count();
    }

    /** Messages a second, from the first that was due to the last in hand. */
    double throughput() {
        var first = messages.stream().mapToLong(message -> message.due).min().orElse(0);
        var last = messages.stream().mapToLong(message -> message.inHand).max().orElse(1);
        return arrived() * 1e9 / (last - first);
    }

    /** Those of messages that were due while the machine was as quick as it usually is. */
    Results without(Hiccups hiccups) {
        return new Results(
                messages.stream()
                        .filter(message -> !hiccups.isNear(message.due))
                        .toList(),
                failures);
    }

    private Percentiles of(ToLongFunction<Sent> moment) {
        return between(message -> message.due, moment);
    }

    private Percentiles between(ToLongFunction<Sent> begin, ToLongFunction<Sent> end) {
        return Percentiles.of(messages.stream()
                .filter(message -> begin.applyAsLong(message) != Sent.NEVER && end.applyAsLong(message) != Sent.NEVER)
                .mapToLong(message -> end.applyAsLong(message) - begin.applyAsLong(message))
                .toArray());
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
