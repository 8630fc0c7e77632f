package dev.rapport.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of messages; pages are told some of them. */
@ConfigMapping(prefix = "rapport.message")
public interface MessageConfig {
    /** For how long after sending it an author may edit or delete a message; with 0 never. */
    @WithDefault("15M")
    Duration editWindow();
}
