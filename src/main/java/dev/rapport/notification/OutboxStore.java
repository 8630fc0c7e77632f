package dev.rapport.notification;

import dev.rapport.identity.UserId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Notifications in PostgreSQL, from the fact to the broker's acceptance. */
@ApplicationScoped
class OutboxStore {
    private static final String TAKE = """
            delete from outbox where id in (
                select id from outbox order by id for update skip locked limit ?)
            returning id, user_id, sender, content
            """;

    private final EntityManager entities;
    private final AgroalDataSource relayPool;

    OutboxStore(EntityManager entities, @DataSource("relay") AgroalDataSource relayPool) {
        this.entities = entities;
        this.relayPool = relayPool;
    }

    /** Stores in the caller's transaction. */
    void append(List<Notification> notifications) {
        entities.createNativeQuery("""
                        insert into outbox (user_id, sender, content)
                        select * from unnest(cast(:users as text[]), cast(:senders as text[]), cast(:kinds as text[]))
                        """)
                .setParameter("users", column(notifications, n -> n.recipient().value()))
                .setParameter("senders", column(notifications, n -> n.sender().value()))
                .setParameter("kinds", column(notifications, n -> n.kind().label()))
                .executeUpdate();
    }

    private static String[] column(List<Notification> notifications, Function<Notification, String> value) {
        return notifications.stream().map(value).toArray(String[]::new);
    }

    /** What to do with a batch; what it throws leaves the batch in the outbox. */
    @FunctionalInterface
    interface Batch {
        void publish(List<Notification> notifications) throws Exception;
    }

    /**
     * Takes the oldest rows that no other relay holds and deletes them once {@code batch} has returned; in a transaction
     * of its own, on the relay's own connections. Returns how many.
     */
    int take(int limit, Batch batch) throws Exception {
        try (var connection = relayPool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var rows = delete(connection, limit);
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

    private static List<Notification> delete(Connection connection, int limit) throws SQLException {
        record Row(long id, Optional<Notification> notification) {}
        var taken = new ArrayList<Row>();
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.setInt(1, limit);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var recipient = new UserId(rows.getString(2));
                    var sender = new UserId(rows.getString(3));
                    // A kind that only a newer replica knows is a lost hint, which clients survive.
                    taken.add(new Row(
                            rows.getLong(1),
                            NotificationKind.of(rows.getString(4))
                                    .map(kind -> new Notification(recipient, sender, kind))));
                }
            }
        }
        return taken.stream()
                .sorted(Comparator.comparingLong(Row::id))
                .flatMap(row -> row.notification().stream())
                .toList();
    }
}
