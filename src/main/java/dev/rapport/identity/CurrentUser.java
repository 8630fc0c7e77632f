package dev.rapport.identity;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The person of this request; the gate has let them in. */
@RequestScoped
public class CurrentUser {
    private final SecurityIdentity identity;

    CurrentUser(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Their id, where their token was looked for among the revocations before the call; elsewhere {@link #actor}. */
    public UserId id() {
        return passed().id();
    }

    /** In whose name the call asks the database, which may owe the look for a revocation: their id alone proves nothing. */
    public Actor actor() {
        var owed = owed();
        return owed == null ? Actor.of(caller().id()) : Actor.owing(owed);
    }

    /** Their role; rights follow assignments, never this. */
    public Role role() {
        return passed().role();
    }

    private Caller passed() {
        var owed = owed();
        if (owed != null && !owed.isPassed()) {
            throw new IllegalStateException("this call has not looked for a revocation yet");
        }
        return caller();
    }

    private @Nullable OwedLook owed() {
        return identity.getAttribute(OwedLook.class.getName());
    }

    private Caller caller() {
        return Caller.of(identity).orElseThrow(UnauthorizedException::new);
    }
}
