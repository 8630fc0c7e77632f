package dev.rapport.assignment;

import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rights to talk: made, changed and ended by the platform, or by date. */
@ApplicationScoped
public class Assignments {
    private static final int SWEEP_LIMIT = 100;

    private final AssignmentStore store;
    private final AppUserStore users;
    private final Event<AssignmentChanged> events;

    Assignments(AssignmentStore store, AppUserStore users, Event<AssignmentChanged> events) {
        this.store = store;
        this.users = users;
        this.events = events;
    }

    /** What {@link #put} did. */
    public record Stored(AssignmentView assignment, boolean isNew) {}

    /**
     * Stores or replaces the whole assignment; without {@code startsAt} it starts now, or when it already had.
     *
     * @throws ProblemException {@code invalid-value} for unknown people, one person twice or an end before the start;
     *     {@code assignment-conflict} when the id belongs to another pair
     */
    @Transactional
    public Stored put(String id, UserId client, UserId coach, @Nullable Instant startsAt, @Nullable Instant endsAt) {
        if (client.equals(coach)) {
            throw invalid("coachId", "Client and coach are two people.");
        }
        requireKnown("clientId", client);
        requireKnown("coachId", coach);
        store.lock(id);
        var before = store.findByIdOptional(id).map(AssignmentView::of);
        before.filter(old ->
                        !old.clientId().equals(client.value()) || !old.coachId().equals(coach.value()))
                .ifPresent(old -> {
                    throw new ProblemException(ProblemType.ASSIGNMENT_CONFLICT, "Use a new id for another pair.");
                });
        var after = AssignmentView.of(store.put(id, client, coach, startsAt, endsAt));
        if (after.endsAt() != null && !after.endsAt().isAfter(after.startsAt())) {
            throw invalid("endsAt", "An assignment ends after it starts.");
        }
        if (!after.equals(before.orElse(null))) {
            events.fire(new AssignmentChanged(client, coach));
        }
        return new Stored(after, before.isEmpty());
    }

    private void requireKnown(String field, UserId user) {
        if (users.findByIdOptional(user.value()).isEmpty()) {
            throw invalid(field, "Announce this person first, with PUT /api/v1/platform/users/{userId}.");
        }
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemException.ofField(ProblemType.INVALID_VALUE, field, detail);
    }

    /** The assignment, or empty when there is none with this id. */
    @Transactional
    public Optional<AssignmentView> find(String id) {
        return store.findByIdOptional(id).map(AssignmentView::of);
    }

    /** Ends it now; an assignment that has ended stays as it is. False when there is none with this id. */
    @Transactional
    public boolean end(String id) {
        var assignment = store.findById(id);
        if (assignment == null) {
            return false;
        }
        if (store.end(id)) {
            fireChanged(assignment);
        }
        return true;
    }

    /** Announces assignments that began or ended by date; true when more may be due. */
    @Transactional
    public boolean announceDue() {
        var due = store.takeDue(SWEEP_LIMIT);
        due.forEach(this::fireChanged);
        return due.size() == SWEEP_LIMIT;
    }

    private void fireChanged(Assignment assignment) {
        events.fire(new AssignmentChanged(new UserId(assignment.clientId), new UserId(assignment.coachId)));
    }

    /** Those of {@code users} who have a live assignment. */
    @Transactional
    public Set<UserId> withLive(Collection<UserId> users) {
        return store.withLive(users);
    }
}
