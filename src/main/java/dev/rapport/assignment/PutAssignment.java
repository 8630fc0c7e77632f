package dev.rapport.assignment;

import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An assignment, whole. Times are ISO 8601 with an offset. */
@Schema(requiredProperties = {"clientId", "coachId"})
record PutAssignment(
        @Nullable String clientId,
        @Nullable String coachId,

        @Schema(type = SchemaType.STRING, format = "date-time") @Nullable
        String startsAt,

        @Schema(type = SchemaType.STRING, format = "date-time") @Nullable
        String endsAt) {

    UserId validClient() {
        return user("clientId", clientId);
    }

    UserId validCoach() {
        return user("coachId", coachId);
    }

    @Nullable
    Instant validStart() {
        return time("startsAt", startsAt);
    }

    @Nullable
    Instant validEnd() {
        return time("endsAt", endsAt);
    }

    private static UserId user(String field, @Nullable String value) {
        return UserId.parse(value == null ? "" : value)
                .orElseThrow(() -> ProblemException.ofField(
                        ProblemType.INVALID_VALUE,
                        field,
                        "'" + field + "' is a user id: 1 to 64 of A-Z a-z 0-9 . _ : @ -"));
    }

    private static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(value).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isAfter(Instant.parse("1900-01-01T00:00:00Z"))
                    && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // Refused below, like a time out of range.
        }
        throw ProblemException.ofField(
                ProblemType.INVALID_VALUE, field, "'" + field + "' is a time such as 2026-09-01T08:00:00Z.");
    }
}
