package dev.rapport.assignment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dated right of one client and one coach to talk; written by {@link AssignmentStore} alone. */
@Entity
class Assignment {
    @Id
    String id;

    @Column(name = "client_id")
    String clientId;

    @Column(name = "coach_id")
    String coachId;

    @Column(name = "starts_at")
    Instant startsAt;

    @Nullable
    @Column(name = "ends_at")
    Instant endsAt;
}
