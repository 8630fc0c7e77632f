package dev.rapport.conversation;

import dev.rapport.assignment.AssignmentChanged;
import dev.rapport.conversation.ConversationEvent.ConversationRead;
import dev.rapport.conversation.ConversationStore.History;
import dev.rapport.conversation.ConversationStore.Listed;
import dev.rapport.identity.UserId;
import dev.rapport.limit.TypingLimit;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** The conversations of a person, and how far they have read. */
@ApplicationScoped
public class Conversations {
    private final ConversationAccess access;
    private final ConversationStore store;
    private final Event<ConversationEvent> events;
    private final TypingLimit typingLimit;
    private final Event<Typing> typing;

    Conversations(
            ConversationAccess access,
            ConversationStore store,
            Event<ConversationEvent> events,
            TypingLimit typingLimit,
            Event<Typing> typing) {
        this.access = access;
        this.store = store;
        this.events = events;
        this.typingLimit = typingLimit;
        this.typing = typing;
    }

    /** A page of the list of {@code user}, the latest active first; {@code cursor} as an earlier page gave it. */
    @Transactional
    public ConversationPage list(UserId user, int limit, @Nullable String cursor) {
        access.toList(user);
        var found = store.list(user, history(), cursor == null ? null : ListCursor.parse(cursor), limit + 1);
        var items = found.stream().limit(limit).map(Listed::view).toList();
        var next = found.size() > limit ? ListCursor.of(found.get(limit - 1).place()) : null;
        return new ConversationPage(items, next);
    }

    /** The conversation of {@code user} with {@code peer}, or {@code not-found}. */
    @Transactional
    public ConversationView get(UserId user, String peer) {
        access.toList(user);
        return store.one(user, history(), ConversationAccess.peerId(peer))
                .map(Listed::view)
                .orElseThrow(ConversationAccess::notFound);
    }

    private History history() {
        return new History(access.historyOfClients(), access.historyOfCoaches());
    }

    /** Marks the conversation as read up to {@code seq}; a mark never goes back. */
    @Transactional
    public void markRead(UserId user, String peer, long seq) {
        var right = access.toWrite(user, peer);
        if (seq > right.lastSeq()) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_VALUE, "seq", "'seq' is not higher than the conversation's lastSeq.");
        }
        if (store.markRead(right.conversationId(), user, seq)) {
            events.fire(new ConversationRead(user, ConversationAccess.peerId(peer)));
        }
    }

    /** Tells {@code peer} that {@code user} is writing, unless they were told a moment ago. */
    @Transactional
    public void typing(UserId user, String peer) {
        access.toTell(user, peer);
        var other = ConversationAccess.peerId(peer);
        if (typingLimit.passes(user, other)) {
            typing.fire(new Typing(user, other));
        }
    }

    /** The conversation of a pair is there from their first assignment on. */
    void open(@Observes AssignmentChanged changed) {
        store.open(Pair.of(changed.client(), changed.coach()));
    }
}
