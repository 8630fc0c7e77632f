package dev.rapport.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/** A person as the host platform knows them: the token's {@code sub}. {@code 042} and {@code 42} are two people. */
public record UserId(String value) implements Comparable<UserId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");

    /** Throws {@link IllegalArgumentException} unless {@code value} is 1 to 64 of {@code [A-Za-z0-9._:@-]}. */
    public UserId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a user id");
        }
    }

    /** The id, or empty when {@code value} cannot be one. */
    public static Optional<UserId> parse(String value) {
        return isValid(value) ? Optional.of(new UserId(value)) : Optional.empty();
    }

    private static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    /** By code unit, which for these characters is PostgreSQL's collation "C". */
    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
