package dev.rapport.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks again and again at what the same small work costs a thread in processor time: a multiple of the usual when the
 * machine is slow, as a virtual one is while its host is at something else. To wait for a processor costs none, so a busy
 * service is no hiccup. Takes about two hundredths of a core.
 */
final class HiccupWatch implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(5);

    /** In ints: what stays in the nearest cache of a processor. */
    private static final int SIZE = 4096;

    private static final int STRIDE = 1237;
    private static final int STEPS = 40_000;
    private static final int WARM_UP = 300;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int[] next = new int[SIZE];
    private final List<Hiccups.Look> looks = new ArrayList<>();
    private final Thread thread = new Thread(this::watch, "hiccups");
    private volatile boolean isOver;
    private int position;

    HiccupWatch() {
        Arrays.setAll(next, place -> (place + STRIDE) % SIZE);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        for (var i = 0; i < WARM_UP; i++) {
            look();
        }
        do {
            looks.add(look());
            LockSupport.parkNanos(BETWEEN.toNanos());
        } while (!isOver);
    }

    private Hiccups.Look look() {
        var begun = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < STEPS; i++) {
            position = next[position];
        }
        return new Hiccups.Look(System.nanoTime(), threads.getCurrentThreadCpuTime() - begun);
    }

    /** What was seen until now; the watch is over. */
    Hiccups seen() throws InterruptedException {
        close();
        thread.join();
        return new Hiccups(looks);
    }

    @Override
    public void close() {
        isOver = true;
    }
}
