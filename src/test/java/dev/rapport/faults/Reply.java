package dev.rapport.faults;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a call was answered; {@code retryAfter} is empty when the answer did not say. */
record Reply(int status, String body, String retryAfter) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean asksToRepeat() {
        return status == 503 || status == 429;
    }

    /** What no answer may be, whatever is broken. */
    Optional<String> fault() {
        if (isSuccess()) {
            return Optional.empty();
        }
        var text = body.toLowerCase(Locale.ROOT);
        if (Stream.of("sql", "jdbc", "postgres", "exception", "select ", "insert ", "rapport.notifications")
                .anyMatch(text::contains)) {
            return Optional.of("tells of the inside: " + body);
        }
        if (!asksToRepeat()) {
            return Optional.of("is " + status + " " + body);
        }
        if (!retryAfter.matches("[1-9][0-9]*")) {
            return Optional.of("is " + status + " without a Retry-After: " + body);
        }
        return text.contains("urn:rapport:problem:") ? Optional.empty() : Optional.of("is no problem: " + body);
    }
}
