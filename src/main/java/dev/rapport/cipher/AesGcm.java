package dev.rapport.cipher;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of the Java platform in the layout of Tink's {@code AesGcmJce}: a random nonce, the sealed text, the tag. Tink
 * keeps a cipher and a source of randomness for each thread, and looks for other providers to make them; here each call has
 * a virtual thread of its own. Safe on any thread.
 */
final class AesGcm {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random;

    AesGcm(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    byte[] encrypt(byte[] text, byte[] associated) throws GeneralSecurityException {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = Arrays.copyOf(nonce, NONCE_BYTES + text.length + TAG_BYTES);
        cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(text, 0, text.length, sealed, NONCE_BYTES);
        return sealed;
    }

    byte[] decrypt(byte[] sealed, byte[] associated) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        return cipher(Cipher.DECRYPT_MODE, sealed, associated)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    /** The nonce is at the beginning of {@code begin}. */
    private Cipher cipher(int mode, byte[] begin, byte[] associated) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, begin, 0, NONCE_BYTES));
        cipher.updateAAD(associated);
        return cipher;
    }
}
