package dev.rapport.assignment;

import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People as the platform announced them. */
@ApplicationScoped
public class Users {
    private final AppUserStore store;

    Users(AppUserStore store) {
        this.store = store;
    }

    /** Stores or replaces a person; true when they are new. */
    @Transactional
    public boolean put(UserId id, String displayName, @Nullable String locale) {
        return store.put(id.value(), displayName, locale);
    }

    /** The person, or empty when the platform has not announced them. */
    @Transactional
    public Optional<UserView> find(UserId id) {
        return store.findByIdOptional(id.value()).map(UserView::of);
    }
}
