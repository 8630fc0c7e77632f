package dev.rapport.assignment;

import dev.rapport.assignment.AssignmentStore.Due;
import dev.rapport.audit.Audit;
import dev.rapport.audit.AuditAction;
import dev.rapport.database.Pipeline;
import dev.rapport.database.Together;
import dev.rapport.identity.Revocations;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rights to talk: made, changed and ended by the platform, or by date. */
@ApplicationScoped
public class Assignments {
    private static final int SWEEP_LIMIT = 100;

    private final AssignmentStore store;
    private final AppUserStore users;
    private final Audit audit;
    private final Event<AssignmentChanged> events;
    private final Revocations revocations;
    private final DataSource dataSource;
    private final Together<UserId, Admission> admissions;

    Assignments(
            AssignmentStore store,
            AppUserStore users,
            Audit audit,
            Event<AssignmentChanged> events,
            Revocations revocations,
            DataSource dataSource,
            Vertx vertx) {
        this.store = store;
        this.users = users;
        this.audit = audit;
        this.events = events;
        this.revocations = revocations;
        this.dataSource = dataSource;
        this.admissions = new Together<>(vertx, this::admissions);
    }

    /** What {@link #put} did. */
    public record Stored(AssignmentView assignment, boolean isNew) {}

    /**
     * Stores or replaces the whole assignment, as {@code actor} asks; without {@code startsAt} it starts now, or when it already had.
     *
     * @throws ProblemException {@code invalid-value} for unknown people, one person twice or an end before the start;
     *     {@code assignment-conflict} when the id belongs to another pair
     */
    @Transactional
    public Stored put(
            UserId actor,
            String id,
            UserId client,
            UserId coach,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {
        if (client.equals(coach)) {
            throw invalid("coachId", "Client and coach are two people.");
        }
        requireKnown("clientId", client);
        requireKnown("coachId", coach);
        store.lock(id);
        announce(store.takeDue(id, 1));
        var before = store.findByIdOptional(id).map(AssignmentView::of);
        before.filter(old ->
                        !old.clientId().equals(client.value()) || !old.coachId().equals(coach.value()))
                .ifPresent(old -> {
                    throw new ProblemException(ProblemType.ASSIGNMENT_CONFLICT, "Use a new id for another pair.");
                });
        var hadEnded = store.hasEnded(id);
        var after = AssignmentView.of(store.put(id, client, coach, startsAt, endsAt));
        if (after.endsAt() != null && !after.endsAt().isAfter(after.startsAt())) {
            throw invalid("endsAt", "An assignment ends after it starts.");
        }
        if (!after.equals(before.orElse(null))) {
            var action = before.isEmpty() ? AuditAction.ASSIGNMENT_MADE : whatHappened(hadEnded, store.hasEnded(id));
            audit.ofPair(actor, action, client, coach);
            events.fire(new AssignmentChanged(client, coach));
        }
        return new Stored(after, before.isEmpty());
    }

    private static AuditAction whatHappened(boolean hadEnded, boolean hasEnded) {
        if (hadEnded == hasEnded) {
            return AuditAction.ASSIGNMENT_CHANGED;
        }
        return hasEnded ? AuditAction.ASSIGNMENT_ENDED : AuditAction.ASSIGNMENT_REOPENED;
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

    /** Ends it now, as {@code actor} asks; one that has ended stays as it is. False when there is none with this id. */
    @Transactional
    public boolean end(UserId actor, String id) {
        store.lock(id);
        announce(store.takeDue(id, 1));
        var assignment = store.findById(id);
        if (assignment == null) {
            return false;
        }
        if (store.end(id)) {
            var client = new UserId(assignment.clientId);
            var coach = new UserId(assignment.coachId);
            audit.ofPair(actor, AuditAction.ASSIGNMENT_ENDED, client, coach);
            events.fire(new AssignmentChanged(client, coach));
        }
        return true;
    }

    /** Announces assignments that began or ended by date; true when more may be due. */
    @Transactional
    public boolean announceDue() {
        var due = store.takeDue(null, SWEEP_LIMIT);
        announce(due);
        return due.size() == SWEEP_LIMIT;
    }

    /** Also before a call changes the dates: what they did until then has happened. */
    private void announce(List<Due> due) {
        for (var each : due) {
            if (each.began()) {
                audit.ofPairByDate(AuditAction.ASSIGNMENT_BEGAN_BY_DATE, each.client(), each.coach());
            }
            if (each.ended()) {
                audit.ofPairByDate(AuditAction.ASSIGNMENT_ENDED_BY_DATE, each.client(), each.coach());
            }
            events.fire(new AssignmentChanged(each.client(), each.coach()));
        }
    }

    /** Those of {@code users} who have a live assignment. */
    public Set<UserId> withLive(Collection<UserId> users) {
        return store.withLive(users);
    }

    /** What decides whether a person may listen: when their tokens were last revoked, if ever, and whether they have a live assignment. */
    public record Admission(@Nullable Instant revokedAt, boolean isInOne) {}

    /** What decides about {@code user}; asks the database now, in one round trip, and blocks nobody. */
    public Future<Admission> admission(UserId user) {
        return admissions.ask(user).map(Optional::orElseThrow);
    }

    private Map<UserId, Admission> admissions(Collection<UserId> asked) {
        var pipeline = new Pipeline();
        var revokedAt = revocations.ask(pipeline, asked);
        var withLive = AssignmentStore.askWithLive(pipeline, asked);
        pipeline.run(dataSource);
        return asked.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        user -> new Admission(
                                revokedAt.get().get(user), withLive.get().contains(user))));
    }

    /** Those with whom each of {@code users} has a live assignment; who has none is left out. */
    @Transactional
    public Map<UserId, Set<UserId>> livePeers(Collection<UserId> users) {
        return store.livePeers(users);
    }
}
