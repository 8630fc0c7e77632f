package dev.rapport.canary;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Patience with what happens elsewhere and tells nobody. */
final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Await() {}

    /** Whether it became true in time. */
    static boolean until(Duration patience, BooleanSupplier condition) {
        var begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > patience.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(INTERVAL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
