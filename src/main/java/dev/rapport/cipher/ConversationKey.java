package dev.rapport.cipher;

import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one conversation: seals its texts, and recognises one that was sent before. Safe on any thread.
 *
 * <p>A sealed text is a random nonce of 12 bytes, the text under AES-256-GCM, and the tag of 16: what Tink's AES-GCM without a
 * prefix makes too. The Java platform's own is used, because Tink keeps a cipher and a source of randomness for each thread,
 * and each call has a thread of its own.
 */
public final class ConversationKey {
    static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final String AES = "AES";
    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final byte[] DOMAIN = {'t', 'e', 'x', 't'};

    private final long conversationId;
    private final SecureRandom random;
    private final SecretKeySpec sealKey;
    private final SecretKeySpec digestKey;

    ConversationKey(long conversationId, byte[] dataKey, SecureRandom random) {
        this.conversationId = conversationId;
        this.random = random;
        try {
            sealKey = new SecretKeySpec(derived(dataKey, "seal"), AES);
            digestKey = new SecretKeySpec(derived(dataKey, "digest"), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key has " + BYTES + " bytes", e);
        }
    }

    /** One key, two uses: neither tells anything about the other. */
    private static byte[] derived(byte[] dataKey, String use) throws GeneralSecurityException {
        return Hkdf.computeHkdf(HMAC, dataKey, new byte[0], use.getBytes(StandardCharsets.US_ASCII), BYTES);
    }

    /** The text of {@code sender}'s message with this idempotency key, sealed. */
    public byte[] seal(byte[] text, String sender, UUID idempotencyKey) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = Arrays.copyOf(nonce, NONCE_BYTES + text.length + TAG_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, sender, idempotencyKey)
                    .doFinal(text, 0, text.length, sealed, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a text could not be sealed", e);
        }
        return sealed;
    }

    /** What {@link #seal} got, if this is where it was sealed for; else an {@link IllegalStateException}. */
    public byte[] open(byte[] sealed, String sender, UUID idempotencyKey) {
        try {
            if (sealed.length < NONCE_BYTES + TAG_BYTES) {
                throw new AEADBadTagException("too short to be sealed");
            }
            return cipher(Cipher.DECRYPT_MODE, sealed, sender, idempotencyKey)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored text does not open: its row was changed or moved", e);
        }
    }

    /** With the nonce that {@code nonceFirst} begins with. */
    private Cipher cipher(int mode, byte[] nonceFirst, String sender, UUID idempotencyKey)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance(AES_GCM);
        cipher.init(mode, sealKey, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonceFirst, 0, NONCE_BYTES));
        cipher.updateAAD(boundTo(sender, idempotencyKey));
        return cipher;
    }

    /** An HMAC of a text under this conversation's key: equal texts elsewhere do not match, and it cannot be guessed. */
    public byte[] digest(byte[] text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(digestKey);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Fixed lengths first: no two places have the same bytes. */
    private byte[] boundTo(String sender, UUID idempotencyKey) {
        var name = sender.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(DOMAIN.length + 3 * Long.BYTES + name.length)
                .put(DOMAIN)
                .putLong(conversationId)
                .putLong(idempotencyKey.getMostSignificantBits())
                .putLong(idempotencyKey.getLeastSignificantBits())
                .put(name)
                .array();
    }
}
