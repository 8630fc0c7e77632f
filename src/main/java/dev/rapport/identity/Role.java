package dev.rapport.identity;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller is, from the token's {@code groups}; in the order in which they count when a token names several. */
public enum Role {
    PLATFORM,
    COACH,
    CLIENT;

    /** The one role that counts, or empty when {@code groups} names none of them. */
    static Optional<Role> of(Collection<String> groups) {
        return Stream.of(values()).filter(role -> groups.contains(role.label())).findFirst();
    }

    /** The role as tokens and the API write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
