package dev.rapport.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many a period, mostly a minute, for each key: as many at once, and then one whenever an even share of it has passed.
 *
 * <p>Safe on any thread. The memory is bounded. A bucket that was not touched for a period is full and is forgotten,
 * which forgives nothing. Only when {@link #MOST_KEYS} are in use within one is one forgotten that was not full;
 * whoever could bring that about alone would make far more calls than it forgives.
 */
// A native binary looks this part of Caffeine up by name: entries with a maximum size and expiry after access.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.PSAMS")
final class RateLimit<K> {
    static final int MOST_KEYS = 50_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final int many;
    private final Duration period;
    private final TimeMeter time;
    private final Cache<K, Bucket> buckets;

    /** A limit of {@code perMinute}, or none when it is 0; {@code nanos} never runs backwards. */
    RateLimit(int perMinute, LongSupplier nanos) {
        this(perMinute, nanos, MOST_KEYS);
    }

    RateLimit(int perMinute, LongSupplier nanos, int mostKeys) {
        this(perMinute, MINUTE, nanos, mostKeys);
    }

    private RateLimit(int many, Duration period, LongSupplier nanos, int mostKeys) {
        if (many < 0) {
            throw new IllegalArgumentException("a limit is 0 (off) or more a minute");
        }
        this.many = many;
        this.period = period;
        this.time = new Elapsed(nanos);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(mostKeys)
                .expireAfterAccess(period)
                .ticker(nanos::getAsLong)
                // Its upkeep is short, and not worth a thread of its own.
                .executor(Runnable::run)
                .build();
    }

    /** A limit of one a {@code period}. */
    static <K> RateLimit<K> oneEach(Duration period, LongSupplier nanos) {
        return new RateLimit<>(1, period, nanos, MOST_KEYS);
    }

    /** Takes one, unless none is left. */
    boolean passes(K key) {
        return buckets.get(key, _ -> full()).tryConsume(1);
    }

    /** Takes one of this minute's; {@code too-many-requests} when none is left. */
    void take(K key) {
        if (many == 0) {
            return;
        }
        var probe = buckets.get(key, _ -> full()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(wholeSeconds(probe.getNanosToWaitForRefill()));
        }
    }

    /** Gives back what {@link #take} took, for a call that was refused after all. */
    void giveBack(K key) {
        var bucket = buckets.getIfPresent(key);
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    /** How many keys it holds now. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(many).refillGreedy(many, period))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Rounded up: after that long a token is there. */
    private static long wholeSeconds(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, NANOS_PER_SECOND));
    }

    /** Time as it passes. The wall clock can be set back, and would then fill no bucket until it has caught up. */
    private record Elapsed(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
