package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Whether two calls take the same time, told so that a busy machine cannot turn a test red. */
public final class TwoTimes {
    private static final int PAIRS = 100;
    private static final int WARM_UP = 20;
    private static final int ATTEMPTS = 8;
    private static final double BOUND = 0.125;

    private TwoTimes() {}

    /**
     * Makes both calls in turn. The median of the differences of neighbours, which had the same noise, is less than an
     * eighth of what the second call takes: a difference of the calls is there in every attempt, noise is not.
     */
    public static void assertAlike(String what, IntConsumer first, IntConsumer second) {
        var seen = new StringBuilder();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var differences = new double[PAIRS];
            var seconds = new double[PAIRS];
            for (int i = -WARM_UP; i < PAIRS; i++) {
                // The one that goes first changes, so that what it leaves behind helps both.
                var one = i % 2 == 0 ? millis(first, i + WARM_UP) : 0;
                var two = millis(second, i + WARM_UP);
                one = i % 2 == 0 ? one : millis(first, i + WARM_UP);
                if (i >= 0) {
                    differences[i] = one - two;
                    seconds[i] = two;
                }
            }
            var difference = median(differences);
            var usual = median(seconds);
            if (Math.abs(difference) < usual * BOUND) {
                return;
            }
            seen.append(String.format(" %.3f of %.3f ms;", difference, usual));
        }
        assertThat(seen).as(what + " tells two cases apart by its time").isEmpty();
    }

    private static double millis(IntConsumer call, int turn) {
        var from = System.nanoTime();
        call.accept(turn);
        return (System.nanoTime() - from) / 1e6;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }
}
