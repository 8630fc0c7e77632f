package dev.rapport.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationKeyTest {
    private static final byte[] TEXT = "what was said".getBytes(StandardCharsets.UTF_8);
    private static final UUID KEY = UUID.randomUUID();

    private final byte[] dataKey = random();
    private final ConversationKey key = new ConversationKey(7, dataKey);

    private static byte[] random() {
        var bytes = new byte[ConversationKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Test
    void seal_opensWhereItWasSealedFor() {
        var sealed = key.seal(TEXT, "42", KEY);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("what was said");
        assertThat(new ConversationKey(7, dataKey).open(sealed, "42", KEY)).isEqualTo(TEXT);
    }

    @Test
    void open_elsewhereFails() {
        var sealed = key.seal(TEXT, "42", KEY);
        assertFails(() -> key.open(sealed, "9", KEY));
        assertFails(() -> key.open(sealed, "42", UUID.randomUUID()));
        assertFails(() -> new ConversationKey(8, dataKey).open(sealed, "42", KEY));
        assertFails(() -> new ConversationKey(7, random()).open(sealed, "42", KEY));
        for (var at = 0; at < sealed.length; at++) {
            var tampered = sealed.clone();
            tampered[at] ^= 1;
            assertFails(() -> key.open(tampered, "42", KEY));
        }
        assertFails(() -> key.open(Arrays.copyOf(sealed, sealed.length - 1), "42", KEY));
        assertFails(() -> key.open(new byte[0], "42", KEY));
    }

    private static void assertFails(Runnable opening) {
        assertThatThrownBy(opening::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("what was said");
    }

    @Test
    void seal_ofTheSameTextIsNeverTheSame() {
        assertThat(key.seal(TEXT, "42", KEY)).isNotEqualTo(key.seal(TEXT, "42", KEY));
    }

    @Test
    void digest_recognisesATextInItsConversationOnly() {
        assertThat(key.digest(TEXT))
                .isEqualTo(new ConversationKey(7, dataKey).digest(TEXT))
                .isNotEqualTo(key.digest("other".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(new ConversationKey(7, random()).digest(TEXT));
    }
}
