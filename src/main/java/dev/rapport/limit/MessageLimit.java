package dev.rapport.limit;

import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** How many messages a person may send: to everybody together, and to one other person. */
@ApplicationScoped
public class MessageLimit {
    private final RateLimit<UserId> ofSender;
    private final RateLimit<Direction> ofConversation;

    /** One side of a conversation. The other side has a limit of its own. */
    record Direction(UserId sender, UserId peer) {}

    MessageLimit(LimitConfig config) {
        ofSender = new RateLimit<>(config.messagesPerMinute(), System::nanoTime);
        ofConversation = new RateLimit<>(config.conversationMessagesPerMinute(), System::nanoTime);
    }

    /**
     * Counts one message of {@code sender}, whether or not there is such a {@code peer}.
     *
     * @throws ProblemException {@code too-many-requests} when the minute's are used up
     */
    public void take(UserId sender, String peer) {
        // First, so that nobody makes more buckets than they may send messages.
        ofSender.take(sender);
        try {
            UserId.parse(peer).ifPresent(other -> ofConversation.take(new Direction(sender, other)));
        } catch (ProblemException refusal) {
            // Else a loop in one conversation would use up all the others.
            ofSender.giveBack(sender);
            throw refusal;
        }
    }

    /** How many directions of conversations it keeps count of now. */
    long conversations() {
        return ofConversation.size();
    }
}
