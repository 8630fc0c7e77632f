package dev.rapport.problem;

import org.jspecify.annotations.Nullable;

/** Whole numbers of addresses, refused with a sentence instead of the framework's 404. */
public final class Parameters {
    private Parameters() {}

    /** The number, or {@code absent} when there is none; a problem when it is not within {@code min..max}. */
    public static long number(String name, @Nullable String value, long absent, long min, long max) {
        return value == null ? absent : number(name, value, min, max);
    }

    /** The number; a problem when it is not within {@code min..max}. */
    public static long number(String name, String value, long min, long max) {
        try {
            var number = Long.parseLong(value);
            // Long.parseLong takes a sign, and the digits of every script.
            if (number >= min && number <= max && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        var range = max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
        throw ProblemException.ofField(
                ProblemType.INVALID_PARAMETER, name, "'" + name + "' takes a whole number " + range + ".");
    }
}
