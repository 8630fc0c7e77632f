package dev.rapport.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** What either has sealed the other opens: texts that were sealed before are Tink's. */
class AesGcmTest {
    private static final byte[] TEXT = "what was said".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLACE = "where it belongs".getBytes(StandardCharsets.UTF_8);

    private final byte[] key = new byte[ConversationKey.BYTES];
    private final AesGcm ours;
    private final AesGcmJce tinks;

    AesGcmTest() throws GeneralSecurityException {
        new SecureRandom().nextBytes(key);
        ours = new AesGcm(key, new SecureRandom());
        tinks = new AesGcmJce(key);
    }

    @Test
    void encrypt_isOpenedByTink() throws GeneralSecurityException {
        assertThat(tinks.decrypt(ours.encrypt(TEXT, PLACE), PLACE)).isEqualTo(TEXT);
    }

    @Test
    void decrypt_opensWhatTinkHasSealed() throws GeneralSecurityException {
        assertThat(ours.decrypt(tinks.encrypt(TEXT, PLACE), PLACE)).isEqualTo(TEXT);
    }
}
