package dev.rapport.conversation;

import dev.rapport.conversation.ConversationStore.Place;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** The opaque cursor of the list: a place in the caller's own list, of which it tells nothing new. */
final class ListCursor {
    private ListCursor() {}

    static String of(Place place) {
        var text = place.activeAt() + " " + place.peer();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Place parse(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var space = text.indexOf(' ');
            var activeAt = Instant.parse(text.substring(0, Math.max(space, 0)));
            if (activeAt.isAfter(Instant.EPOCH) && activeAt.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return new Place(activeAt, new UserId(text.substring(space + 1)).value());
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Refused below, like a time out of range.
        }
        throw ProblemException.ofField(
                ProblemType.INVALID_PARAMETER, "cursor", "'cursor' is the nextCursor of the page before, unchanged.");
    }
}
