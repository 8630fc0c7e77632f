package dev.rapport.canary;

import org.jspecify.annotations.Nullable;

/** Where compressed data begins: gzip (RFC 1952) and zlib (RFC 1950), and what is recognised but not opened. */
final class Compressed {
    private static final int FIXED_HEADER = 10;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CHECKSUM = 2;

    /** How long the header is; {@code isRaw} when bare deflate follows it. */
    record Header(int length, boolean isRaw) {}

    private Compressed() {}

    /** The header that begins here, or null. */
    static @Nullable Header header(byte[] bytes, int at, int limit) {
        return switch (bytes[at]) {
            case 0x1f -> gzip(bytes, at, limit);
            case 0x78 -> isZlib(bytes, at, limit) ? new Header(0, false) : null;
            default -> null;
        };
    }

    /** The name of a packing that is not opened, or null. */
    static @Nullable String unopened(byte[] bytes, int length) {
        var head = new StringBuilder();
        for (int i = 0; i < Math.min(length, 6); i++) {
            head.append((char) (bytes[i] & 0xff));
        }
        return switch (head.toString()) {
            case String zip when zip.startsWith("PK\3\4") -> "zip";
            case String zstd when zstd.startsWith("(\u00b5/\u00fd") -> "zstd";
            case String xz when xz.startsWith("\u00fd7zXZ") -> "xz";
            case String bzip when bzip.startsWith("BZh") -> "bzip2";
            case String lz4 when lz4.startsWith("\4\"M\u0018") -> "lz4";
            case String seven when seven.startsWith("7z\u00bc\u00af") -> "7z";
            default -> null;
        };
    }

    private static boolean isZlib(byte[] bytes, int at, int limit) {
        if (at + 2 >= limit) {
            return false;
        }
        var headerHolds = (0x7800 | (bytes[at + 1] & 0xff)) % 31 == 0 && (bytes[at + 1] & 0x20) == 0;
        // Block type 3 does not exist.
        return headerHolds && (bytes[at + 2] & 6) != 6;
    }

    private static @Nullable Header gzip(byte[] bytes, int at, int limit) {
        if (at + FIXED_HEADER > limit
                || bytes[at + 1] != (byte) 0x8b
                || bytes[at + 2] != 8
                || (bytes[at + 3] & 0xe0) != 0) {
            return null;
        }
        var flags = bytes[at + 3];
        var next = at + FIXED_HEADER;
        if ((flags & EXTRA) != 0) {
            if (next + 2 > limit) {
                return null;
            }
            next += 2 + (bytes[next] & 0xff) + ((bytes[next + 1] & 0xff) << 8);
        }
        for (var text : new int[] {NAME, COMMENT}) {
            if ((flags & text) != 0) {
                while (next < limit && bytes[next] != 0) {
                    next++;
                }
                next++;
            }
        }
        next += (flags & HEADER_CHECKSUM) != 0 ? CHECKSUM : 0;
        return next > limit ? null : new Header(next - at, true);
    }
}
