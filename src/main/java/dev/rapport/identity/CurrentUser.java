package dev.rapport.identity;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** The person of this request; the gate has let them in. */
@RequestScoped
public class CurrentUser {
    private final SecurityIdentity identity;

    CurrentUser(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Their id. */
    public UserId id() {
        return caller().id();
    }

    /** Their role; rights follow assignments, never this. */
    public Role role() {
        return caller().role();
    }

    private Caller caller() {
        return Caller.of(identity).orElseThrow(UnauthorizedException::new);
    }
}
