package dev.rapport.presence;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Presence in PostgreSQL. Plain JDBC in auto-commit: each call is one statement, and one transaction. */
@ApplicationScoped
class PresenceStore {
    private static final String RENEW = """
            insert into replica as held (id, since, until)
            values (?, statement_timestamp(), statement_timestamp() + ? * interval '1 second')
            on conflict (id) do update set until = excluded.until,
                since = case when held.until > statement_timestamp() then held.since else excluded.since end
            returning since = statement_timestamp()
            """;

    // All of the statement sees the rows as they were before it.
    private static final String CAME = """
            with here as (select unnest(?) as user_id), put as (
                insert into presence (user_id, replica_id) select user_id, ? from here
                on conflict (user_id, replica_id) do update set until = null where presence.until is not null)
            select user_id from here h where not exists (select from online o where o.user_id = h.user_id)
            """;

    private static final String GONE = """
            update presence set until = statement_timestamp() + ? * interval '1 second'
            where user_id = any (?) and replica_id = ? and until is null
            """;

    private static final String SWEEP = """
            with over as (
                delete from presence where (user_id, replica_id) in (
                    select user_id, replica_id from presence
                    where (until <= statement_timestamp() or replica_id = any (array(
                            select id from replica where until <= statement_timestamp())))
                        and exists (select from replica
                            where id = ? and since <= statement_timestamp() - ? * interval '1 second')
                    for update skip locked)
                returning user_id),
            forgotten as (
                delete from replica r where until <= statement_timestamp()
                    and not exists (select from presence p where p.replica_id = r.id))
            select distinct user_id from over where not exists (select from online o where o.user_id = over.user_id)
            """;

    private static final String LEAVE = """
            with changed as (insert into away (user_id) values (?) on conflict do nothing returning user_id)
            select c.user_id from changed c where exists (select from online o where o.user_id = c.user_id)
            """;

    private static final String COME_BACK = """
            with changed as (delete from away where user_id = ? returning user_id)
            select c.user_id from changed c where exists (select from online o where o.user_id = c.user_id)
            """;

    private final DataSource dataSource;
    private final PresenceConfig config;

    PresenceStore(DataSource dataSource, PresenceConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    /** Renews the lease of {@code replica}; true when it had none, so that its people's rows may be gone. */
    boolean renew(UUID replica) {
        return ask(RENEW, query -> {
            query.setObject(1, replica);
            // The people of a dead replica have lost their sockets as others do: with the grace.
            query.setDouble(2, seconds(config.lease().plus(config.grace())));
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /** Writes that these people have a socket at {@code replica}; returns those who were not here before. */
    Set<UserId> came(UUID replica, Collection<UserId> users) {
        return users.isEmpty()
                ? Set.of()
                : ask(CAME, query -> {
                    query.setArray(1, array(query.getConnection(), users));
                    query.setObject(2, replica);
                    return users(query);
                });
    }

    /** Writes that these people's last socket at {@code replica} has closed; the grace begins. */
    void gone(UUID replica, Collection<UserId> users) {
        if (!users.isEmpty()) {
            ask(GONE, query -> {
                query.setDouble(1, seconds(config.grace()));
                query.setArray(2, array(query.getConnection(), users));
                query.setObject(3, replica);
                return query.executeUpdate();
            });
        }
    }

    /** Deletes rows whose time has run out, and returns the people who went with that: each to one caller, once. */
    Set<UserId> sweep(UUID replica) {
        return ask(SWEEP, query -> {
            query.setObject(1, replica);
            query.setDouble(2, seconds(config.lease()));
            return users(query);
        });
    }

    boolean isAway(UserId coach) {
        return !ofOne("select user_id from away where user_id = ?", coach).isEmpty();
    }

    /** Keeps that {@code coach} is away; true when somebody could see that change. */
    boolean leave(UserId coach) {
        return !ofOne(LEAVE, coach).isEmpty();
    }

    /** Keeps that {@code coach} is available; true when somebody could see that change. */
    boolean comeBack(UserId coach) {
        return !ofOne(COME_BACK, coach).isEmpty();
    }

    private Set<UserId> ofOne(String sql, UserId user) {
        return ask(sql, query -> {
            query.setString(1, user.value());
            return users(query);
        });
    }

    private static Set<UserId> users(PreparedStatement query) throws SQLException {
        var users = new HashSet<UserId>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                users.add(new UserId(rows.getString(1)));
            }
        }
        return users;
    }

    private static Array array(Connection connection, Collection<UserId> users) throws SQLException {
        return connection.createArrayOf(
                "text", users.stream().map(UserId::value).toArray());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @FunctionalInterface
    private interface Question<T> {
        T put(PreparedStatement query) throws SQLException;
    }

    private <T> T ask(String sql, Question<T> question) {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(sql)) {
            return question.put(query);
        } catch (SQLException e) {
            throw new IllegalStateException("presence could not be read or written", e);
        }
    }
}
