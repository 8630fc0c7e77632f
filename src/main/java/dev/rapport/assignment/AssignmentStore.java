package dev.rapport.assignment;

import dev.rapport.identity.UserId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assignments in PostgreSQL. */
@ApplicationScoped
class AssignmentStore implements PanacheRepositoryBase<Assignment, String> {
    /** Sets next_change_at from the other columns; the only two moments at which dates alone change anything. */
    private static final String SCHEDULE = """
            update assignment set next_change_at = case
                when starts_at > clock_timestamp() then starts_at
                when ends_at > clock_timestamp() then ends_at end
            where id = :id
            """;

    /** Waits for other calls with this id, so that the look before the write holds. */
    void lock(String id) {
        getSession()
                .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:id, 0))", Integer.class)
                .setParameter("id", "assignment:" + id)
                .getSingleResult();
    }

    /** Stores or replaces; without {@code startsAt} it starts now, or when it already had. */
    Assignment put(String id, UserId client, UserId coach, @Nullable Instant startsAt, @Nullable Instant endsAt) {
        // The row comes back from the database, not from what this session has read of it before.
        getSession().clear();
        var assignment = getSession()
                .createNativeQuery("""
                        insert into assignment as old (id, client_id, coach_id, starts_at, ends_at)
                        values (:id, :client, :coach,
                            coalesce(cast(:startsAt as timestamptz), clock_timestamp()), cast(:endsAt as timestamptz))
                        on conflict (id) do update set
                            starts_at = case when cast(:startsAt as timestamptz) is null
                                then least(old.starts_at, excluded.starts_at) else excluded.starts_at end,
                            ends_at = excluded.ends_at
                        returning id, client_id, coach_id, starts_at, ends_at
                        """, Assignment.class)
                .setParameter("id", id)
                .setParameter("client", client.value())
                .setParameter("coach", coach.value())
                .setParameter("startsAt", startsAt, Instant.class)
                .setParameter("endsAt", endsAt, Instant.class)
                .getSingleResult();
        schedule(id);
        return assignment;
    }

    /** Ends it now, unless it has ended before; true when that changed anything. */
    boolean end(String id) {
        var changed = getSession()
                .createNativeMutationQuery("""
                        update assignment set
                            starts_at = least(starts_at, statement_timestamp()), ends_at = statement_timestamp()
                        where id = :id and (ends_at is null or ends_at > statement_timestamp())
                        """)
                .setParameter("id", id)
                .executeUpdate();
        schedule(id);
        return changed > 0;
    }

    private void schedule(String id) {
        getSession().createNativeMutationQuery(SCHEDULE).setParameter("id", id).executeUpdate();
    }

    /** Assignments that began or ended by date; each is returned to one caller, once. */
    List<Assignment> takeDue(int limit) {
        var due = getSession()
                .createNativeQuery("""
                        select id, client_id, coach_id, starts_at, ends_at from assignment
                        where next_change_at <= clock_timestamp()
                        order by next_change_at limit :limit for update skip locked
                        """, Assignment.class)
                .setParameter("limit", limit)
                .getResultList();
        due.forEach(assignment -> schedule(assignment.id));
        return due;
    }

    /** Those of {@code users} who have a live assignment. */
    Set<UserId> withLive(Collection<UserId> users) {
        var ids = getSession()
                .createNativeQuery("""
                        select u from unnest(cast(:users as text[])) u where exists (
                            select from assignment_state where live and client_id = u
                            union all
                            select from assignment_state where live and coach_id = u)
                        """, String.class)
                .setParameter("users", users.stream().map(UserId::value).toArray(String[]::new))
                .getResultList();
        return ids.stream().map(UserId::new).collect(Collectors.toSet());
    }
}
