package dev.rapport.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.cipher.WrappedKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a pair and its wrapped key, as this replica last saw them. No more than a guess: what stores a text looks
 * whether it still holds. Safe on any thread.
 */
@ApplicationScoped
class KnownKeys {
    private static final Duration KEPT_UNUSED = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Cache<Pair, Known> keys = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(KEPT_UNUSED)
            .build();

    /** Under what the texts of a conversation are sealed. */
    record Known(long conversationId, WrappedKey wrapped) {}

    /** What was last seen of this pair, or null. */
    @Nullable
    Known of(Pair pair) {
        return keys.getIfPresent(pair);
    }

    /** Texts of this pair were sealed so just now. */
    void put(Pair pair, Known known) {
        keys.put(pair, known);
    }

    /** What was last seen of this pair does not hold: an erased key must not be kept alive by guessing it again. */
    void forget(Pair pair) {
        keys.invalidate(pair);
    }
}
