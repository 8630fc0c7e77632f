package dev.rapport.cipher;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The organisation's key-encryption keys: AES-256-GCM, one of them primary. New data keys are wrapped by the primary one;
 * the others open what they wrapped before.
 */
public final class Keyset {
    private static final byte[] DOMAIN = {'k', 'e', 'y'};

    private final KeysetHandle keys;
    private final Aead aead;

    private Keyset(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /**
     * The keys in this file, a Tink JSON keyset in clear.
     *
     * @throws IllegalArgumentException with a sentence for the operator, which never holds what is in the file
     */
    public static Keyset read(Path file) {
        try {
            AeadConfig.register();
            var keys = TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
            requireAes256(file, keys);
            return new Keyset(keys);
        } catch (IOException e) {
            throw new IllegalArgumentException("the keyset " + file + " cannot be read: is it there, and readable?", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keyset " + file + " is not a Tink JSON keyset in clear", e);
        }
    }

    /** The prefix that tells which key wrapped something is what rotation needs; other key types have none of ours. */
    private static void requireAes256(Path file, KeysetHandle keys) {
        for (int i = 0; i < keys.size(); i++) {
            if (!(keys.getAt(i).getKey() instanceof AesGcmKey key)
                    || !key.getParameters().equals(PredefinedAeadParameters.AES256_GCM)) {
                throw new IllegalArgumentException(
                        "the keyset " + file + " holds a key that is not of the type AES256_GCM");
            }
        }
    }

    /** One new key. */
    public static Keyset create() {
        try {
            AeadConfig.register();
            return new Keyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be made", e);
        }
    }

    /** These keys and a new one, which opens what others wrap with it, but is not primary yet. */
    public Keyset add() {
        return changed(builder ->
                builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** These keys, the newest of them primary. */
    public Keyset promote() {
        return changed(builder -> builder.getAt(builder.size() - 1).makePrimary());
    }

    /** The primary key alone. What the others wrapped, and was not wrapped anew, cannot be opened any more. */
    public Keyset retire() {
        return changed(builder -> IntStream.range(0, builder.size())
                .map(i -> builder.size() - 1 - i)
                .filter(i -> !builder.getAt(i).isPrimary())
                .forEach(builder::deleteAt));
    }

    private interface Change {
        void apply(KeysetHandle.Builder builder);
    }

    private Keyset changed(Change change) {
        try {
            var builder = KeysetHandle.newBuilder(keys).setConfiguration(RegistryConfiguration.get());
            change.apply(builder);
            return new Keyset(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyset could not be changed", e);
        }
    }

    /** The file's content: the keys in clear. Whoever has it can open what they wrapped. */
    public String toJson() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    keys, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyset could not be written", e);
        }
    }

    /** Wraps the data key of a conversation with the primary key. */
    WrappedKey wrap(long conversationId, byte[] dataKey) {
        try {
            return new WrappedKey(aead.encrypt(dataKey, boundTo(conversationId)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key could not be wrapped", e);
        }
    }

    /** The data key of a conversation, as {@link #wrap} got it. */
    byte[] unwrap(long conversationId, WrappedKey wrapped) {
        try {
            return aead.decrypt(wrapped.bytes(), boundTo(conversationId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a data key does not open: its key-encryption key is not in RAPPORT_CIPHER_KEYSET, or its row was changed",
                    e);
        }
    }

    /** Whether the primary key wrapped this. */
    boolean isCurrent(WrappedKey wrapped) {
        var prefix = ((AesGcmKey) keys.getPrimary().getKey()).getOutputPrefix().toByteArray();
        return Arrays.equals(prefix, Arrays.copyOf(wrapped.bytes(), prefix.length));
    }

    private static byte[] boundTo(long conversationId) {
        return ByteBuffer.allocate(DOMAIN.length + Long.BYTES)
                .put(DOMAIN)
                .putLong(conversationId)
                .array();
    }

    /** How many keys, and which is primary; never a key. */
    @Override
    public String toString() {
        var enabled = IntStream.range(0, keys.size())
                .filter(i -> keys.getAt(i).getStatus().equals(KeyStatus.ENABLED))
                .count();
        return "keyset of " + enabled + ", primary "
                + Integer.toUnsignedString(keys.getPrimary().getId());
    }
}
