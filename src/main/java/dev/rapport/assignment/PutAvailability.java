package dev.rapport.assignment;

import dev.rapport.presence.Availability;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a coach chooses to be. */
@Schema(requiredProperties = "status")
record PutAvailability(
        @Schema(enumeration = {"available", "away"}) @Nullable
        String status) {
    Availability validStatus() {
        return switch (status) {
            case "available" -> Availability.AVAILABLE;
            case "away" -> Availability.AWAY;
            case null, default ->
                throw ProblemException.ofField(ProblemType.INVALID_VALUE, "status", "'status' is available or away.");
        };
    }
}
