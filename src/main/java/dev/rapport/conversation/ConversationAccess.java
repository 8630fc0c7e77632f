package dev.rapport.conversation;

import dev.rapport.assignment.AssignmentConfig;
import dev.rapport.cipher.WrappedKey;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;
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
            long conversationId, long lastSeq, @Nullable WrappedKey wrappedKey, boolean live, boolean callerIsClient)
            implements Found {
        @Override
        public Right right() {
            return this;
        }
    }

    /** What a statement finds together with the right to it. */
    interface Found {
        Right right();
    }

    /** Adds a statement that looks at the conversation of a pair, one of whom is {@code user}. */
    @FunctionalInterface
    interface Question<T extends Found> {
        Supplier<Optional<T>> add(Pipeline pipeline, UserId user, Pair pair);
    }

    /** The right of {@code user} to read the conversation with {@code peer}. */
    Right toRead(UserId user, String peer) {
        return toRead(Actor.of(user), peer, ConversationStore::ask);
    }

    /** What there is to read, if {@code actor} may: the right comes with it, in the same round trip. */
    <T extends Found> T toRead(Actor actor, String peer, Question<T> question) {
        return readable(store.find(actor, peerId(peer), question));
    }

    /**
     * The right of {@code user} to change the conversation with {@code peer}, whose row stays locked to the end of the
     * transaction; {@code conversation-closed} when it can only be read.
     */
    Right toWrite(UserId user, String peer) {
        return toWrite(user, peer, ConversationStore::ask);
    }

    /** As {@link #toWrite}, with what is found under the lock. */
    <T extends Found> T toWrite(UserId user, String peer, Question<T> question) {
        return open(readable(store.lock(Actor.of(user), peerId(peer), question)));
    }

    /** The right of {@code actor} to send to {@code peer}, and what comes with it; without a lock, so it may have ended since. */
    <T extends Found> T toSend(Actor actor, String peer, Question<T> question) {
        return open(toRead(actor, peer, question));
    }

    private static <T extends Found> T open(T found) {
        if (!found.right().live()) {
            throw new ProblemException(ProblemType.CONVERSATION_CLOSED);
        }
        return found;
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

    private <T extends Found> T readable(Optional<T> found) {
        return found.filter(it -> isReadable(it.right())).orElseThrow(ConversationAccess::notFound);
    }

    private boolean isReadable(Right right) {
        return right.live() || (right.callerIsClient() ? historyOfClients() : historyOfCoaches());
    }
}
