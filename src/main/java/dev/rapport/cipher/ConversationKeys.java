package dev.rapport.cipher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;

/** Makes the keys of conversations and opens them. */
@Startup
@ApplicationScoped
public class ConversationKeys {
    private static final Duration KEPT_UNUSED = Duration.ofMinutes(10);

    private final Keyset keyset;
    private final SecureRandom random;
    private final Cache<Entry, ConversationKey> open;

    ConversationKeys(CipherConfig config, SecureRandom random) {
        keyset = Keyset.read(config.keyset().orElseThrow());
        this.random = random;
        open = Caffeine.newBuilder()
                .maximumSize(config.openKeys())
                .expireAfterAccess(KEPT_UNUSED)
                .build();
    }

    /** By content: another wrapped key of the same conversation is another entry. */
    private record Entry(long conversationId, WrappedKey key) {}

    /** A new data key for this conversation, wrapped. */
    public WrappedKey create(long conversationId) {
        var dataKey = new byte[ConversationKey.BYTES];
        random.nextBytes(dataKey);
        return keyset.wrap(conversationId, dataKey);
    }

    /** Opens what {@link #create} made for this conversation; an {@link IllegalStateException} when it does not open. */
    public ConversationKey open(long conversationId, WrappedKey wrapped) {
        return open.get(
                new Entry(conversationId, wrapped),
                entry -> new ConversationKey(conversationId, keyset.unwrap(conversationId, wrapped), random));
    }

    /** How many are open in memory. */
    long kept() {
        open.cleanUp();
        return open.estimatedSize();
    }
}
