package dev.rapport.notification;

import static java.util.Collections.nCopies;

import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notifications in PostgreSQL, from the fact to the broker's acceptance. */
@ApplicationScoped
class OutboxStore {
    private static final String TAKE = """
            delete from outbox where id in (
                select id from outbox where created_at <= clock_timestamp() - make_interval(secs => ?)
                order by id for update skip locked limit ?)
            returning id, user_id, sender, content, created_at,
                extract(epoch from clock_timestamp() - created_at), traceparent
            """;

    private static final String STATE = """
            select (select count(*) from (select from outbox limit ?) counted),
                   (select extract(epoch from clock_timestamp() - created_at) from outbox order by id limit 1)
            """;

    private static final String APPEND = "insert into outbox (user_id, sender, content, traceparent) values ";
    private static final String ROW = "(?, ?, ?, ?)";
    private static final String RETURNING = " returning id, created_at";

    /** Does not wait for what another relay has taken meanwhile, which deletes it. */
    private static final String DELETE =
            "delete from outbox where id in (select id from outbox where id = any(?) for update skip locked)";

    private final AgroalDataSource relayPool;

    OutboxStore(@DataSource("relay") AgroalDataSource relayPool) {
        this.relayPool = relayPool;
    }

    /**
     * Stores with {@code writes}, and returns what is in the outbox when these have run; {@code traceparent} is the trace that it is
     * part of, if any.
     */
    static Supplier<List<Waiting>> append(
            Pipeline writes, List<Notification> notifications, @Nullable String traceparent) {
        var parameters = new ArrayList<@Nullable Object>();
        for (var notification : notifications) {
            parameters.add(notification.recipient().value());
            parameters.add(notification.sender().value());
            parameters.add(notification.kind().label());
            parameters.add(traceparent);
        }
        return writes.ask(
                APPEND + String.join(", ", nCopies(notifications.size(), ROW)) + RETURNING,
                rows -> appended(rows, notifications, traceparent),
                parameters.toArray());
    }

    private static List<Waiting> appended(
            ResultSet rows, List<Notification> notifications, @Nullable String traceparent) throws SQLException {
        var appended = new ArrayList<Waiting>();
        for (var notification : notifications) {
            rows.next();
            var since = rows.getTimestamp("created_at").toInstant();
            appended.add(new Waiting(rows.getLong("id"), notification, since, System.nanoTime(), traceparent));
        }
        return appended;
    }

    /** Forgets what the broker has accepted. */
    void delete(List<Long> ids) throws SQLException {
        try (var connection = relayPool.getConnection();
                var statement = connection.prepareStatement(DELETE)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /** What to do with a batch; what it throws leaves the batch in the outbox. */
    @FunctionalInterface
    interface Batch {
        void publish(List<Waiting> batch) throws Exception;
    }

    /** How many rows there are, and how old the oldest is. */
    record State(long rows, Duration oldest) {}

    /**
     * Takes the oldest rows of at least this age that no other relay holds and deletes them once {@code batch} has returned; in a
     * transaction of its own, on the relay's own connections. Returns how many.
     */
    int take(Duration age, int limit, Batch batch) throws Exception {
        try (var connection = relayPool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var rows = delete(connection, age, limit);
                if (!rows.isEmpty()) {
                    batch.publish(rows);
                }
                connection.commit();
                return rows.size();
            } catch (Exception e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** Counts to {@code limit} and no further: an outbox that a long outage has filled must not cost a scan each time. */
    State state(int limit) throws SQLException {
        try (var connection = relayPool.getConnection();
                var statement = connection.prepareStatement(STATE)) {
            statement.setInt(1, limit);
            try (var row = statement.executeQuery()) {
                row.next();
                return new State(row.getLong(1), duration(row.getDouble(2)));
            }
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static List<Waiting> delete(Connection connection, Duration age, int limit) throws SQLException {
        var taken = new ArrayList<Waiting>();
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.setDouble(1, age.toMillis() / 1e3);
            statement.setInt(2, limit);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getLong(1);
                    var recipient = new UserId(rows.getString(2));
                    var sender = new UserId(rows.getString(3));
                    var since = rows.getTimestamp(5).toInstant();
                    var sinceNanos =
                            System.nanoTime() - duration(rows.getDouble(6)).toNanos();
                    var traceparent = rows.getString(7);
                    // A kind that only a newer replica knows is a lost hint, which clients survive.
                    NotificationKind.of(rows.getString(4))
                            .map(kind -> new Notification(recipient, sender, kind))
                            .ifPresent(known -> taken.add(new Waiting(id, known, since, sinceNanos, traceparent)));
                }
            }
        }
        taken.sort(Comparator.comparingLong(Waiting::id));
        return taken;
    }
}
