package dev.rapport.problem;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The one part of RFC 9110, 12.5.1 that JAX-RS leaves out: a weight of zero refuses. */
final class Acceptance {
    /** The most precise range that names JSON decides, whatever a wider one says. */
    private static final List<String> RANGES = List.of("application/json", "application/*", "*/*");

    private static final Pattern REFUSED = Pattern.compile(";q=0(\\.0*)?(;|$)");

    private Acceptance() {}

    /** Whether these headers let an answer be JSON; nothing that names it is left to JAX-RS. */
    static boolean ofJson(List<String> headers) {
        var accepted = headers.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(range -> range.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
                .toList();
        for (var range : RANGES) {
            var precise = accepted.stream()
                    .filter(given -> given.equals(range) || given.startsWith(range + ";"))
                    .toList();
            if (!precise.isEmpty()) {
                return precise.stream()
                        .anyMatch(given -> !REFUSED.matcher(given).find());
            }
        }
        return true;
    }
}
