package dev.rapport.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationKeyTest {
    private static final byte[] TEXT = "what was said".getBytes(StandardCharsets.UTF_8);
    private static final UUID KEY = UUID.randomUUID();

    private final byte[] dataKey = random();
    private final ConversationKey key = key(7, dataKey);

    private static ConversationKey key(long conversationId, byte[] dataKey) {
        return new ConversationKey(conversationId, dataKey, new SecureRandom());
    }

    private static byte[] random() {
        var bytes = new byte[ConversationKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Test
    void seal_opensWhereItWasSealedFor() {
        var sealed = key.seal(TEXT, "42", KEY);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("what was said");
        assertThat(key(7, dataKey).open(sealed, "42", KEY)).isEqualTo(TEXT);
    }

    @Test
    void open_elsewhereFails() {
        var sealed = key.seal(TEXT, "42", KEY);
        assertFails(() -> key.open(sealed, "9", KEY));
        assertFails(() -> key.open(sealed, "42", UUID.randomUUID()));
        assertFails(() -> key(8, dataKey).open(sealed, "42", KEY));
        assertFails(() -> key(7, random()).open(sealed, "42", KEY));
        for (var at = 0; at < sealed.length; at++) {
            var tampered = sealed.clone();
            tampered[at] ^= 1;
            assertFails(() -> key.open(tampered, "42", KEY));
        }
        assertFails(() -> key.open(Arrays.copyOf(sealed, sealed.length - 1), "42", KEY));
        assertFails(() -> key.open(new byte[0], "42", KEY));
    }

    /** What older versions have stored was sealed by Tink. */
    @Test
    void open_ofWhatTinkHasSealed() throws Exception {
        var tink = new AesGcmJce(
                Hkdf.computeHkdf("HmacSHA256", dataKey, new byte[0], "seal".getBytes(StandardCharsets.US_ASCII), 32));
        var place = ByteBuffer.allocate(4 + 3 * Long.BYTES + 2)
                .put("text".getBytes(StandardCharsets.US_ASCII))
                .putLong(7)
                .putLong(KEY.getMostSignificantBits())
                .putLong(KEY.getLeastSignificantBits())
                .put("42".getBytes(StandardCharsets.US_ASCII))
                .array();
        assertThat(key.open(tink.encrypt(TEXT, place), "42", KEY)).isEqualTo(TEXT);
        assertThat(tink.decrypt(key.seal(TEXT, "42", KEY), place)).isEqualTo(TEXT);
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
                .isEqualTo(key(7, dataKey).digest(TEXT))
                .isNotEqualTo(key.digest("other".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(key(7, random()).digest(TEXT));
    }
}
