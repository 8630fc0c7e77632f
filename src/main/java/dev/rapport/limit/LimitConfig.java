package dev.rapport.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often a person may call, on each replica; 0 turns a limit off. */
@ConfigMapping(prefix = "rapport.limit")
interface LimitConfig {
    /** Calls of the API by one person in a minute; fetches of {@code since} are not counted. */
    @WithDefault("1200")
    int requestsPerMinute();

    /** Messages that one person sends in a minute, to everybody together. */
    @WithDefault("120")
    int messagesPerMinute();

    /** Messages that one person sends in a minute to one other person. */
    @WithDefault("120")
    int conversationMessagesPerMinute();
}
