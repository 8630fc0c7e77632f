package dev.rapport.assignment;

import dev.rapport.audit.Audit;
import dev.rapport.audit.AuditAction;
import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People as the platform announced them. */
@ApplicationScoped
public class Users {
    private final AppUserStore store;
    private final Audit audit;

    Users(AppUserStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /** Stores or replaces a person, as {@code actor} asks; true when they are new. */
    @Transactional
    public boolean put(UserId actor, UserId id, String displayName, @Nullable String locale) {
        store.lock(id);
        var before = store.findByIdOptional(id.value()).map(UserView::of);
        var after = new UserView(id.value(), displayName, locale);
        if (!after.equals(before.orElse(null))) {
            store.put(id.value(), displayName, locale);
            audit.ofPerson(actor, whatHappened(before, after), id);
        }
        return before.isEmpty();
    }

    private static AuditAction whatHappened(Optional<UserView> before, UserView after) {
        return before.map(old -> old.displayName().equals(after.displayName())
                        ? AuditAction.PERSON_LOCALE_CHANGED
                        : AuditAction.PERSON_RENAMED)
                .orElse(AuditAction.PERSON_ANNOUNCED);
    }

    /** The person, or empty when the platform has not announced them. */
    @Transactional
    public Optional<UserView> find(UserId id) {
        return store.findByIdOptional(id.value()).map(UserView::of);
    }
}
