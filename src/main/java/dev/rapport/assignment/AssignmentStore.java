package dev.rapport.assignment;

import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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

    private final DataSource dataSource;

    AssignmentStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

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

    /** Whether there is such an assignment and its end has passed. */
    boolean hasEnded(String id) {
        return getSession()
                .createNativeQuery(
                        "select exists (select from assignment where id = :id and ends_at <= statement_timestamp())",
                        Boolean.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    private void schedule(String id) {
        getSession().createNativeMutationQuery(SCHEDULE).setParameter("id", id).executeUpdate();
    }

    /** The people of an assignment, and what its dates have done since they were looked at last. */
    record Due(UserId client, UserId coach, boolean began, boolean ended) {}

    /** Assignments that began or ended by date, or the one with this {@code id}; each is returned to one caller, once. */
    List<Due> takeDue(@Nullable String id, int limit) {
        // One statement, so that what it says has happened and when it looks next are of the same moment.
        return getSession()
                .createNativeQuery("""
                        with due as (
                            select id, next_change_at from assignment
                            where next_change_at <= statement_timestamp()
                                and (cast(:id as text) is null or id = cast(:id as text))
                            order by next_change_at limit :limit for update skip locked)
                        update assignment a set next_change_at =
                            case when a.ends_at > statement_timestamp() then a.ends_at end
                        from due where a.id = due.id
                        returning a.client_id, a.coach_id, due.next_change_at = a.starts_at as began,
                            coalesce(a.ends_at <= statement_timestamp(), false) as ended
                        """, Object[].class)
                .addScalar("client_id", String.class)
                .addScalar("coach_id", String.class)
                .addScalar("began", Boolean.class)
                .addScalar("ended", Boolean.class)
                .setParameter("id", id, String.class)
                .setParameter("limit", limit)
                .stream()
                .map(row -> new Due(
                        new UserId((String) row[0]), new UserId((String) row[1]), (Boolean) row[2], (Boolean) row[3]))
                .toList();
    }

    /** Those of {@code users} who have a live assignment. */
    Set<UserId> withLive(Collection<UserId> users) {
        var pipeline = new Pipeline();
        var found = askWithLive(pipeline, users);
        pipeline.run(dataSource);
        return found.get();
    }

    /** Asks who of {@code users} has a live assignment. */
    static Supplier<Set<UserId>> askWithLive(Pipeline pipeline, Collection<UserId> users) {
        return pipeline.ask("""
                select u from unnest(cast(? as text[])) u where exists (
                    select from assignment_state where live and client_id = u
                    union all
                    select from assignment_state where live and coach_id = u)
                """, AssignmentStore::users, (Object)
                users.stream().map(UserId::value).toArray(String[]::new));
    }

    private static Set<UserId> users(ResultSet rows) throws SQLException {
        var users = new HashSet<UserId>();
        while (rows.next()) {
            users.add(new UserId(rows.getString(1)));
        }
        return users;
    }

    /** Those with whom each of {@code users} has a live assignment; who has none is left out. */
    Map<UserId, Set<UserId>> livePeers(Collection<UserId> users) {
        return getSession()
                .createNativeQuery("""
                        select client_id as user_id, coach_id as peer_id from assignment_state
                        where live and client_id = any (cast(:users as text[]))
                        union
                        select coach_id, client_id from assignment_state
                        where live and coach_id = any (cast(:users as text[]))
                        """, Object[].class)
                .addScalar("user_id", String.class)
                .addScalar("peer_id", String.class)
                .setParameter("users", users.stream().map(UserId::value).toArray(String[]::new))
                .stream()
                .collect(Collectors.groupingBy(
                        row -> new UserId((String) row[0]),
                        Collectors.mapping(row -> new UserId((String) row[1]), Collectors.toSet())));
    }
}
