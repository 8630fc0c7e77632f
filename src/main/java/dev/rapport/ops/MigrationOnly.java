package dev.rapport.ops;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;

/**
 * Ends a process that was started to migrate, which the framework has done by now; nothing of ours has begun. Its own
 * {@code quarkus.init-and-exit} waits 5 s for itself before it ends.
 */
final class MigrationOnly {
    /** Set by {@link Rapport}; no operator's setting. */
    static final String PROPERTY = "rapport.migration-only";

    /** A start that is broken off because all is done. */
    static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    void end(@Observes @Priority(Integer.MIN_VALUE) StartupEvent event) {
        if (Boolean.getBoolean(PROPERTY)) {
            throw new Done();
        }
    }
}
