package dev.rapport.conversation;

import dev.rapport.assignment.AssignmentConfig;
import dev.rapport.cipher.WrappedKey;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only door to a conversation: this user, this peer, this right, or {@code not-found}. Call it inside the
 * transaction that uses the right; or without one, with all that there is to read.
 */
@ApplicationScoped
class ConversationAccess {
    private final ConversationStore store;
    private final AssignmentConfig config;

    ConversationAccess(ConversationStore store, AssignmentConfig config) {
        this.store = store;
        this.config = config;
    }

    /** What the door found: the conversation, and whether an assignment of the pair is live. */
    record Right(
            long conversationId, long lastSeq, @Nullable WrappedKey wrappedKey, boolean live, boolean callerIsClient) {}

    /** The right of {@code user} to read the conversation with {@code peer}. */
    Right toRead(UserId user, String peer) {
        return toRead(user, peer, new Pipeline());
    }

    /** As {@link #toRead}; what there is to read is asked in the same round trip, and may be looked at when this returns. */
    Right toRead(UserId user, String peer, Pipeline more) {
        return readable(store.find(user, peerId(peer), more));
    }

    /**
     * The right of {@code user} to change the conversation with {@code peer}, whose row stays locked to the end of the
     * transaction; {@code conversation-closed} when it can only be read.
     */
    Right toWrite(UserId user, String peer) {
        return toWrite(user, peer, new Pipeline());
    }

    /** As {@link #toWrite}; {@code more} is asked under the lock, in the same round trip. */
    Right toWrite(UserId user, String peer, Pipeline more) {
        return open(readable(store.lock(user, peerId(peer), more)));
    }

    private static Right open(Right right) {
        if (!right.live()) {
            throw new ProblemException(ProblemType.CONVERSATION_CLOSED);
        }
        return right;
    }

    /**
     * The right of {@code user} to tell {@code peer} something that is not stored: as {@link #toWrite}, without waiting
     * for the conversation's row.
     */
    Right toTell(UserId user, String peer) {
        return open(toRead(user, peer));
    }

    /** Of all conversations of {@code user}: the rest of the transaction sees those and no others. */
    void toList(UserId user) {
        store.actAs(user);
    }

    /** Whose history stays readable when no assignment of the pair is live: for lists. */
    boolean historyOfClients() {
        return config.historyAfterEnd() != AssignmentConfig.HistoryAfterEnd.NONE;
    }

    /** As {@link #historyOfClients()}, for coaches. */
    boolean historyOfCoaches() {
        return config.historyAfterEnd() == AssignmentConfig.HistoryAfterEnd.BOTH;
    }

    /** The peer of an address; what cannot be an id is not found, like one that does not exist. */
    static UserId peerId(String peer) {
        return UserId.parse(peer).orElseThrow(ConversationAccess::notFound);
    }

    static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND);
    }

    private Right readable(Optional<Right> found) {
        return found.filter(right -> right.live() || (right.callerIsClient() ? historyOfClients() : historyOfCoaches()))
                .orElseThrow(ConversationAccess::notFound);
    }
}
