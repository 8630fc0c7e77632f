package dev.rapport.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A word to search for. Its value never reaches a report. */
public record Secret(Kind kind, String value) {
    /** The beginning of a signature is as telling as the whole. */
    private static final int SIGNATURE_LENGTH = 32;

    private static final int LETTERS = 128;

    /** What a word is, which decides where it may be. */
    public enum Kind {
        /** What people write: in no place at all. */
        TEXT("text"),
        /** Gives its bearer the rights of a person: in no place at all. */
        TOKEN("token"),
        /** Known to the database, and to nothing else. */
        NAME("display name"),
        /** Known to the database, and to nothing else. */
        KEY("idempotency key"),
        /** May be anywhere; shows that the place is one where the probe would be found. */
        TRACE("trace"),
        /** A trace of the probe's last call: what it left behind is there. */
        LAST_TRACE("last trace");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word for people. */
        public String label() {
            return label;
        }

        boolean isTrace() {
            return this == TRACE || this == LAST_TRACE;
        }
    }

    /** The parts of a signed token that are its own: the claims and the signature. */
    public static List<Secret> ofToken(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("A token has three parts: header, claims, signature.");
        }
        var signature = parts[2].substring(0, Math.min(parts[2].length(), SIGNATURE_LENGTH));
        return List.of(new Secret(Kind.TOKEN, parts[1]), new Secret(Kind.TOKEN, signature));
    }

    /** The value as it is and, where letters beyond ASCII might be lost on the way, the longest run without them. */
    public static List<Secret> withAsciiPart(Kind kind, String value) {
        var secrets = new ArrayList<>(List.of(new Secret(kind, value)));
        var longest = "";
        for (var run : value.split("[^\\x00-\\x7f]+", -1)) {
            longest = run.length() > longest.length() ? run : longest;
        }
        if (longest.length() < value.length() && longest.length() >= Needles.SHORTEST) {
            secrets.add(new Secret(kind, longest));
        }
        return secrets;
    }

    byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    boolean isAscii() {
        return value.chars().allMatch(letter -> letter < LETTERS);
    }

    @Override
    public String toString() {
        return "a " + kind.label();
    }
}
