package dev.rapport.cipher;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of one conversation: seals its texts, and recognises one that was sent before. Safe on any thread. */
public final class ConversationKey {
    static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] DOMAIN = {'t', 'e', 'x', 't'};

    private final long conversationId;
    private final AesGcmJce aead;
    private final SecretKeySpec digestKey;

    ConversationKey(long conversationId, byte[] dataKey) {
        this.conversationId = conversationId;
        try {
            aead = new AesGcmJce(derived(dataKey, "seal"));
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
        try {
            return aead.encrypt(text, boundTo(sender, idempotencyKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a text could not be sealed", e);
        }
    }

    /** What {@link #seal} got, if this is where it was sealed for; else an {@link IllegalStateException}. */
    public byte[] open(byte[] sealed, String sender, UUID idempotencyKey) {
        try {
            return aead.decrypt(sealed, boundTo(sender, idempotencyKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored text does not open: its row was changed or moved", e);
        }
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
