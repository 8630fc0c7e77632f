package dev.rapport.audit;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the record: the time of the last entry that was given, and how many of that time were. It holds no row id,
 * which would tell how much is done to others.
 */
record AuditCursor(Instant at, int given) {
    /** The place behind {@code page}, which began at {@code before}. */
    static AuditCursor after(@Nullable AuditCursor before, List<AuditEntry> page) {
        var at = page.getLast().at();
        var given = (int) page.stream().filter(entry -> entry.at().equals(at)).count();
        return new AuditCursor(at, before != null && before.at.equals(at) ? before.given + given : given);
    }

    static AuditCursor parse(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var space = Math.max(text.indexOf(' '), 0);
            var place = new AuditCursor(
                    Instant.parse(text.substring(0, space)), Integer.parseUnsignedInt(text.substring(space + 1)));
            if (place.at.isAfter(Instant.EPOCH)
                    && place.at.isBefore(Instant.parse("9999-01-01T00:00:00Z"))
                    && place.given > 0) {
                return place;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Refused below, like a time out of range.
        }
        throw ProblemException.ofField(
                ProblemType.INVALID_PARAMETER, "cursor", "'cursor' is the nextCursor of the page before, unchanged.");
    }

    String encode() {
        var text = at + " " + given;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
