package dev.rapport.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationKeysTest {
    private static final int BOUND = 20;

    private ConversationKeys keys;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        var file =
                Files.writeString(folder.resolve("keyset.json"), Keyset.create().toJson());
        keys = new ConversationKeys(
                new CipherConfig() {
                    @Override
                    public Optional<Path> keyset() {
                        return Optional.of(file);
                    }

                    @Override
                    public int openKeys() {
                        return BOUND;
                    }
                },
                new SecureRandom());
    }

    @Test
    void open_unwrapsOnceAndKeepsNoMoreThanTheBound() {
        var wrapped = keys.create(1);
        assertThat(keys.open(1, wrapped)).isSameAs(keys.open(1, new WrappedKey(wrapped.bytes())));
        for (var id = 2; id < 20 * BOUND; id++) {
            keys.open(id, keys.create(id));
        }
        assertThat(keys.kept()).isBetween(1L, (long) BOUND);
    }

    @Test
    void open_ofANewKeyOfTheSameConversationIsNotTheOldOne() {
        assertThat(keys.open(1, keys.create(1))).isNotSameAs(keys.open(1, keys.create(1)));
    }
}
