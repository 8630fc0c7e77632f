package dev.rapport.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Revocations in PostgreSQL. */
@ApplicationScoped
class RevocationStore {
    private final EntityManager entities;
    private final DataSource dataSource;

    RevocationStore(EntityManager entities, DataSource dataSource) {
        this.entities = entities;
        this.dataSource = dataSource;
    }

    void revoke(UserId user) {
        entities.createNativeQuery("""
                        insert into revocation (user_id, revoked_at) values (:user, clock_timestamp())
                        on conflict (user_id) do update set revoked_at = excluded.revoked_at
                        """).setParameter("user", user.value()).executeUpdate();
    }

    /** Plain JDBC in auto-commit: one round trip. */
    Map<UserId, Instant> revokedAt(Collection<UserId> users) {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(
                        "select user_id, revoked_at from revocation where user_id = any (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", users.stream().map(UserId::value).toArray()));
            var revoked = new HashMap<UserId, Instant>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    revoked.put(
                            new UserId(rows.getString(1)),
                            rows.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
            return revoked;
        } catch (SQLException e) {
            throw new IllegalStateException("revocations could not be read", e);
        }
    }
}
