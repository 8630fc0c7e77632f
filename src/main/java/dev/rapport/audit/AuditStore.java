package dev.rapport.audit;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The record in PostgreSQL. */
@ApplicationScoped
class AuditStore {
    private final EntityManager entities;

    AuditStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Without {@code userB} the row concerns one person alone. */
    void append(String actor, AuditAction action, UserId userA, @Nullable UserId userB) {
        session()
                .createNativeMutationQuery("""
                        insert into audit (actor, action, user_a, user_b)
                        values (:actor, :action, :a, cast(:b as text))
                        """)
                .setParameter("actor", actor)
                .setParameter("action", action.label())
                .setParameter("a", userA.value())
                .setParameter("b", userB == null ? null : userB.value(), String.class)
                .executeUpdate();
    }

    /** What concerns this pair, or {@code reader} alone; the newest first. */
    List<AuditEntry> list(UserId reader, UserId userA, UserId userB, @Nullable AuditCursor after, int limit) {
        return session()
                .createNativeQuery("""
                        select at, actor, action from audit
                        where ((user_a = :a and user_b = :b) or (user_a = :reader and user_b is null))
                            and (cast(:at as timestamptz) is null or at <= cast(:at as timestamptz))
                        order by at desc, id desc offset :given limit :limit
                        """, Object[].class)
                .addScalar("at", Instant.class)
                .addScalar("actor", String.class)
                .addScalar("action", String.class)
                .setParameter("a", userA.value())
                .setParameter("b", userB.value())
                .setParameter("reader", reader.value())
                .setParameter("at", after == null ? null : after.at(), Instant.class)
                .setParameter("given", after == null ? 0 : after.given())
                .setParameter("limit", limit)
                .stream()
                .map(row -> new AuditEntry((Instant) row[0], (String) row[1], AuditAction.of((String) row[2])))
                .toList();
    }

    private Session session() {
        return entities.unwrap(Session.class);
    }
}
