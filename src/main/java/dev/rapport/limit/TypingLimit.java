package dev.rapport.limit;

import dev.rapport.identity.UserId;
import dev.rapport.limit.MessageLimit.Direction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How often one person hears that another is writing: at most once in three seconds. */
@ApplicationScoped
public class TypingLimit {
    private static final Duration PERIOD = Duration.ofSeconds(3);

    private final RateLimit<Direction> ofConversation = RateLimit.oneEach(PERIOD, System::nanoTime);

    /** Whether {@code peer} may be told; ask when {@code writer} may tell them. */
    public boolean passes(UserId writer, UserId peer) {
        return ofConversation.passes(new Direction(writer, peer));
    }
}
