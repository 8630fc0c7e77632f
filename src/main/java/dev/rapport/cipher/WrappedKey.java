package dev.rapport.cipher;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The data key of a conversation as the database keeps it: useless without the {@link Keyset}. */
public final class WrappedKey {
    private final byte[] bytes;

    /** From the bytes of the database. */
    public WrappedKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The key in a column that may be empty. */
    public static @Nullable WrappedKey ofNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : new WrappedKey(bytes);
    }

    /** For the database. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WrappedKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
