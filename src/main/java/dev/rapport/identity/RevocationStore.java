package dev.rapport.identity;

import dev.rapport.database.Pipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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

    Map<UserId, Instant> revokedAt(Collection<UserId> users) {
        var pipeline = new Pipeline();
        var revoked = ask(pipeline, users);
        pipeline.run(dataSource);
        return revoked.get();
    }

    Supplier<Map<UserId, Instant>> ask(Pipeline pipeline, Collection<UserId> users) {
        return pipeline.ask(
                "select user_id, revoked_at from revocation where user_id = any (cast(? as text[]))",
                RevocationStore::revoked,
                (Object) users.stream().map(UserId::value).toArray(String[]::new));
    }

    private static Map<UserId, Instant> revoked(ResultSet rows) throws SQLException {
        var revoked = new HashMap<UserId, Instant>();
        while (rows.next()) {
            revoked.put(
                    new UserId(rows.getString(1)),
                    rows.getObject(2, OffsetDateTime.class).toInstant());
        }
        return revoked;
    }
}
