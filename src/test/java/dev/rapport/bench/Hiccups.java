package dev.rapport.bench;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** When the machine itself was slow, by what {@link HiccupWatch} saw of it. */
final class Hiccups {
    /** Against the median of the looks. */
    private static final double SLOW = 1.5;

    private static final Duration BEFORE = Duration.ofMillis(20);

    /** What waited meanwhile is worked off after it: 120 ms later at 300 messages/s on two cores, when it was a long one. */
    private static final Duration AFTER = Duration.ofMillis(200);

    /** Processor time, in nanoseconds, that the same small work took at {@code nanoTime}. */
    record Look(long nanoTime, long cost) {}

    private final TreeSet<Long> slow;
    private final int looks;

    Hiccups(List<Look> looks) {
        this.looks = looks.size();
        var costs = looks.stream().mapToLong(Look::cost).sorted().toArray();
        var median = costs.length == 0 ? 0 : costs[costs.length / 2];
        slow = looks.stream()
                .filter(look -> look.cost > SLOW * median)
                .map(Look::nanoTime)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int looks() {
        return looks;
    }

    /** Of all looks. */
    double part() {
        return looks == 0 ? 0 : slow.size() / (double) looks;
    }

    /** Whether what is due at {@code nanoTime} meets a hiccup: a choice that does not ask how long it took. */
    boolean isNear(long nanoTime) {
        var next = slow.ceiling(nanoTime - AFTER.toNanos());
        return next != null && next <= nanoTime + BEFORE.toNanos();
    }
}
