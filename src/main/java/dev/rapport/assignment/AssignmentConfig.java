package dev.rapport.assignment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the right to talk. */
@ConfigMapping(prefix = "rapport.assignment")
public interface AssignmentConfig {
    /** Who may still read a conversation after its last assignment has ended. */
    @WithDefault("none")
    HistoryAfterEnd historyAfterEnd();

    /** The choices of {@link #historyAfterEnd()}. */
    enum HistoryAfterEnd {
        NONE,
        CLIENT,
        BOTH
    }
}
