package dev.rapport.assignment;

import dev.rapport.identity.UserId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** People in PostgreSQL. */
@ApplicationScoped
class AppUserStore implements PanacheRepositoryBase<AppUser, String> {
    /** Waits for other calls with this id, so that the look before the write holds. */
    void lock(UserId id) {
        getSession()
                .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:id, 0))", Integer.class)
                .setParameter("id", "user:" + id.value())
                .getSingleResult();
    }

    /** Stores or replaces. */
    void put(String id, String displayName, @Nullable String locale) {
        getSession()
                .createNativeMutationQuery("""
                        insert into app_user (id, display_name, locale) values (:id, :displayName, cast(:locale as text))
                        on conflict (id) do update set display_name = excluded.display_name, locale = excluded.locale
                        """)
                .setParameter("id", id)
                .setParameter("displayName", displayName)
                .setParameter("locale", locale, String.class)
                .executeUpdate();
    }
}
