package dev.rapport.canary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets in all their {@link Forms}, found in one pass over bytes however many there are (Wu and Manber's way of
 * skipping: the last two bytes of a window tell how far the next needle may begin). Immutable.
 */
public final class Needles {
    /** Shorter words would be found by chance. */
    public static final int SHORTEST = 8;

    /** What is longer is known by its beginning. */
    static final int LONGEST = 1024;

    private static final int BLOCKS = 1 << 16;

    private final int window;
    private final short[] skips = new short[BLOCKS];
    private final Map<Integer, List<Needle>> byBlock = new HashMap<>();

    /** One form of one secret. */
    static final class Needle {
        private final Secret secret;
        private final String form;
        private final byte[] bytes;

        private Needle(Secret secret, String form, byte[] bytes) {
            this.secret = secret;
            this.form = form;
            this.bytes = bytes;
        }

        Secret secret() {
            return secret;
        }

        String form() {
            return form;
        }

        boolean isAt(byte[] hay, int from, int to) {
            return from + bytes.length <= to && Arrays.equals(hay, from, from + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** Told of each find. */
    interface Found {
        void found(Needle needle, int at);
    }

    /** Needles for these secrets; {@link IllegalArgumentException} when one is too short to mean anything. */
    public Needles(List<Secret> secrets) {
        var needles = new ArrayList<Needle>();
        for (var secret : secrets) {
            if (secret.utf8().length < SHORTEST) {
                throw new IllegalArgumentException("Less than " + SHORTEST + " bytes would be found by chance.");
            }
            Forms.of(secret).forEach((form, bytes) -> {
                if (bytes.length >= SHORTEST) {
                    needles.add(new Needle(secret, form, Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST))));
                }
            });
        }
        window = needles.stream().mapToInt(needle -> needle.bytes.length).min().orElse(SHORTEST);
        Arrays.fill(skips, (short) (window - 1));
        for (var needle : needles) {
            for (int last = 1; last < window; last++) {
                var block = block(needle.bytes, last);
                skips[block] = (short) Math.min(skips[block], window - 1 - last);
            }
            byBlock.computeIfAbsent(block(needle.bytes, window - 1), block -> new ArrayList<>())
                    .add(needle);
        }
    }

    /** Finds all that begin in {@code [from, to)} and end before {@code limit}. */
    void find(byte[] hay, int from, int to, int limit, Found found) {
        var last = from + window - 1;
        while (last < limit && last - window + 1 < to) {
            var block = block(hay, last);
            if (skips[block] > 0) {
                last += skips[block];
                continue;
            }
            var at = last - window + 1;
            for (var needle : byBlock.getOrDefault(block, List.of())) {
                if (needle.isAt(hay, at, limit)) {
                    found.found(needle, at);
                }
            }
            last++;
        }
    }

    private static int block(byte[] bytes, int last) {
        return ((bytes[last - 1] & 0xff) << 8) | (bytes[last] & 0xff);
    }
}
