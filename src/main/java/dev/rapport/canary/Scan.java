package dev.rapport.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Searches bytes that come in pieces, and what is compressed in them: wherever gzip or zlib seems to begin it is
 * inflated, and searched in the same way, down to archives in archives. Not safe for concurrent use.
 */
final class Scan {
    /** Neither a needle nor the header of a gzip member is longer. */
    private static final int LOOKAHEAD = 4096;

    private static final int WINDOW = 1 << 16;
    private static final int DEEPEST = 2;

    private final Needles needles;
    private final Listener listener;
    private final int depth;
    private final byte[] window = new byte[WINDOW];
    private final List<Member> members = new ArrayList<>();
    private long offset;
    private int filled;

    /** Told of each find; {@code packed} when it is inside a compressed member that begins at {@code offset}. */
    interface Listener {
        void found(Needles.Needle needle, long offset, boolean packed);

        /** A compressed member was searched to its end. */
        void unpacked(long bytes);
    }

    Scan(Needles needles, Listener listener) {
        this(needles, listener, 0);
    }

    private Scan(Needles needles, Listener listener, int depth) {
        this.needles = needles;
        this.listener = listener;
        this.depth = depth;
    }

    /** The next piece. */
    void accept(byte[] bytes, int from, int length) {
        var at = from;
        while (at < from + length) {
            var part = Math.min(window.length - filled, from + length - at);
            System.arraycopy(bytes, at, window, filled, part);
            filled += part;
            at += part;
            if (filled == window.length) {
                search(filled - LOOKAHEAD);
            }
        }
    }

    /** There are no more pieces. */
    void finish() {
        search(filled);
        members.forEach(Member::end);
        members.clear();
    }

    /** Decides on everything that begins before {@code decided}; the rest is looked at again with what follows it. */
    private void search(int decided) {
        members.removeIf(member -> !member.isFed(window, 0, decided));
        needles.find(window, 0, decided, filled, (needle, at) -> listener.found(needle, offset + at, false));
        if (depth < DEEPEST) {
            for (int at = 0; at < decided; at++) {
                var header = Compressed.header(window, at, filled);
                if (header != null) {
                    var member = new Member(header, offset + at);
                    if (member.isFed(window, at, decided)) {
                        members.add(member);
                    }
                }
            }
        }
        System.arraycopy(window, decided, window, 0, filled - decided);
        filled -= decided;
        offset += decided;
    }

    /** What follows something that looks like the header of compressed data, and often is not. */
    private final class Member {
        private final Inflater inflater;
        private final long begin;
        private final byte[] piece = new byte[8192];
        private int skip;
        private long unpacked;
        private @Nullable Scan inside;

        Member(Compressed.Header header, long begin) {
            this.inflater = new Inflater(header.isRaw());
            this.skip = header.length();
            this.begin = begin;
        }

        /** Takes the next bytes; false when it has come to its end, or was no compressed data. */
        boolean isFed(byte[] bytes, int from, int to) {
            var skipped = Math.min(skip, to - from);
            skip -= skipped;
            inflater.setInput(bytes, from + skipped, to - from - skipped);
            try {
                for (int length = inflater.inflate(piece); length > 0; length = inflater.inflate(piece)) {
                    unpacked += length;
                    inside().accept(piece, 0, length);
                }
            } catch (DataFormatException e) {
                end();
                return false;
            }
            if (inflater.finished() || inflater.needsDictionary()) {
                if (inflater.finished()) {
                    listener.unpacked(unpacked);
                }
                end();
                return false;
            }
            return true;
        }

        /** Most that look like compressed data yield none: they need no window. */
        private Scan inside() {
            if (inside == null) {
                inside = new Scan(
                        needles,
                        new Listener() {
                            @Override
                            public void found(Needles.Needle needle, long offset, boolean packed) {
                                listener.found(needle, begin, true);
                            }

                            @Override
                            public void unpacked(long bytes) {
                                listener.unpacked(bytes);
                            }
                        },
                        depth + 1);
            }
            return inside;
        }

        private void end() {
            if (inside != null) {
                inside.finish();
            }
            inflater.end();
        }
    }
}
