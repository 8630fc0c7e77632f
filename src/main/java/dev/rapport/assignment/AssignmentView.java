package dev.rapport.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An assignment; without {@code endsAt} it has no end. */
@Schema(
        name = "Assignment",
        requiredProperties = {"id", "clientId", "coachId", "startsAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssignmentView(
        String id,
        String clientId,
        String coachId,
        Instant startsAt,
        @Nullable Instant endsAt) {
    static AssignmentView of(Assignment assignment) {
        return new AssignmentView(
                assignment.id, assignment.clientId, assignment.coachId, assignment.startsAt, assignment.endsAt);
    }
}
