package dev.rapport.assignment;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** People in PostgreSQL. */
@ApplicationScoped
class AppUserStore implements PanacheRepositoryBase<AppUser, String> {
    /** Stores or replaces; true when the person is new. */
    boolean put(String id, String displayName, @Nullable String locale) {
        return getSession()
                .createNativeQuery("""
                        insert into app_user (id, display_name, locale) values (:id, :displayName, cast(:locale as text))
                        on conflict (id) do update set display_name = excluded.display_name, locale = excluded.locale
                        returning xmax = 0
                        """, Boolean.class)
                .setParameter("id", id)
                .setParameter("displayName", displayName)
                .setParameter("locale", locale, String.class)
                .getSingleResult();
    }
}
