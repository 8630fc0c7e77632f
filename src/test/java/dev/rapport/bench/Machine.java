package dev.rapport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A moment of the machine's processors: tells afterwards whether somebody else spoilt the figures. Linux only. */
record Machine(long nanoTime, Optional<Duration> busy, Duration mine) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int TICKS_A_SECOND = 100;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    static Machine now() {
        var mine = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Machine(System.nanoTime(), busyTime(), mine);
    }

    /** Cores that were busy with neither this process nor {@code ours}, stolen ones among them. */
    Optional<Double> othersSince(Duration ours) {
        var now = now();
        return now.busy
                .flatMap(until -> busy.map(from -> until.minus(from)))
                .map(all -> all.minus(now.mine.minus(mine)).minus(ours))
                .map(others -> Math.max(0, others.toNanos()) / (double) (now.nanoTime - nanoTime));
    }

    private static Optional<Duration> busyTime() {
        try (Stream<String> lines = Files.lines(STAT)) {
            var fields = lines.findFirst().orElseThrow().split(" +");
            var ticks = 0L;
            for (var i = 1; i <= STEAL; i++) {
                ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
            }
            return Optional.of(Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
