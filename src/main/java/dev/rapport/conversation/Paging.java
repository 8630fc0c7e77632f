package dev.rapport.conversation;

import dev.rapport.problem.Parameters;
import org.jspecify.annotations.Nullable;

/** The size of a page: 1 to 200, 50 by default. */
final class Paging {
    private Paging() {}

    static int limit(@Nullable String limit) {
        return (int) Parameters.number("limit", limit, 50, 1, 200);
    }
}
