package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.conversation.ConversationAccess.Right;
import dev.rapport.conversation.ConversationEvent.MessageSent;
import dev.rapport.conversation.ConversationEvent.MessageStored;
import dev.rapport.conversation.MessageStore.Rows;
import dev.rapport.database.LocalTransaction;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.Actor;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Sending and fetching. */
@ApplicationScoped
public class Messages {
    private final ConversationAccess access;
    private final MessageStore store;
    private final MessageCipher cipher;
    private final Event<ConversationEvent> events;
    private final DataSource dataSource;

    Messages(
            ConversationAccess access,
            MessageStore store,
            MessageCipher cipher,
            Event<ConversationEvent> events,
            DataSource dataSource) {
        this.access = access;
        this.store = store;
        this.cipher = cipher;
        this.events = events;
        this.dataSource = dataSource;
    }

    /** The stored message; {@code isNew} is false when this key had stored it before. */
    public record Sent(MessageView message, boolean isNew) {}

    /**
     * Stores a message from {@code sender} to {@code peer}, once per {@code key}, in a transaction of its own.
     *
     * @throws ProblemException {@code not-found}, {@code conversation-closed}, or {@code idempotency-key-reused} when
     *     the key came with another text before
     */
    public Sent send(Actor sender, String peer, UUID key, MessageText text) {
        var recipient = ConversationAccess.peerId(peer);
        try (var transaction = LocalTransaction.begin(dataSource)) {
            var earlier = access.toAppend(transaction, sender, peer, store.askByKey(key));
            var right = earlier.right();
            var writes = new Pipeline();
            var wrapped = wrappedKey(transaction, right, writes);
            var digest = cipher.digest(right.conversationId(), text, wrapped);
            if (earlier.message().isPresent()) {
                // Without a commit: the place that was given away goes back.
                return new Sent(repeated(earlier.message().get(), digest, wrapped), false);
            }
            var message = new Message();
            message.conversationId = right.conversationId();
            message.seq = earlier.seq();
            message.version = earlier.version();
            message.sentAt = earlier.now();
            message.senderId = sender.id().value();
            message.recipientId = recipient.value();
            message.idempotencyKey = key;
            message.body = cipher.seal(message, text, wrapped);
            message.idempotencyDigest = digest;
            MessageStore.append(writes, message);
            events.fire(new MessageSent(sender.id(), recipient, writes));
            transaction.commitWith(writes);
            events.fire(new MessageStored());
            return new Sent(MessageView.of(message, text.value()), true);
        }
    }

    private MessageView repeated(Message first, byte[] digest, WrappedKey wrapped) {
        // Of an erased one nobody can tell any more what it said: it is what it is now.
        if (first.idempotencyDigest != null && !MessageDigest.isEqual(first.idempotencyDigest, digest)) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED, "Make a new key for each message; repeat it only to retry.");
        }
        return cipher.open(first, wrapped);
    }

    /** A conversation gets its key with its first message, and a new one after it was erased. */
    private WrappedKey wrappedKey(LocalTransaction transaction, Right right, Pipeline writes) {
        if (right.wrappedKey() != null) {
            return right.wrappedKey();
        }
        var question = new Pipeline();
        var isSealed = MessageStore.askForSealed(question, right.conversationId());
        transaction.run(question);
        if (isSealed.get()) {
            throw new IllegalStateException(
                    "a conversation's key is gone and its texts are not: the command erase lets it go on");
        }
        var wrapped = cipher.newKey(right.conversationId());
        ConversationStore.keepKey(writes, right.conversationId(), wrapped);
        return wrapped;
    }

    /** The newest messages, ascending. */
    public MessagesPage newest(Actor reader, String peer, int limit) {
        return before(reader, peer, Long.MAX_VALUE, limit);
    }

    /** The messages before {@code seq}, ascending. */
    public MessagesPage before(Actor reader, String peer, long seq, int limit) {
        var rows = access.toRead(reader, peer, store.askBefore(seq, limit));
        var items = rows.items();
        var hasMore = items.size() > limit;
        return page(rows, hasMore ? items.subList(items.size() - limit, items.size()) : items, rows.version(), hasMore);
    }

    private MessagesPage page(Rows rows, List<Message> items, long version, boolean hasMore) {
        var views = items.stream()
                .map(message -> cipher.open(message, rows.right().wrappedKey()))
                .toList();
        return new MessagesPage(views, version, rows.readSeq(), rows.peerReadSeq(), hasMore);
    }

    /**
     * What changed after {@code version}, in the order of versions.
     *
     * @throws ProblemException {@code cursor-ahead} when the conversation has not come that far
     */
    public MessagesPage since(Actor reader, String peer, long version, int limit) {
        var rows = access.toRead(reader, peer, store.askSince(version, limit));
        if (version > rows.version()) {
            throw ProblemException.ofField(
                    ProblemType.CURSOR_AHEAD, "since", "Forget this conversation and fetch its newest page.");
        }
        var hasMore = rows.items().size() > limit;
        var items = hasMore ? rows.items().subList(0, limit) : rows.items();
        return page(rows, items, hasMore ? items.getLast().version : rows.version(), hasMore);
    }

    /** One message, or {@code not-found}. */
    public MessageView get(Actor reader, String peer, long seq) {
        var rows = access.toRead(reader, peer, store.askBefore(seq + 1, 1));
        return rows.at(seq)
                .map(message -> cipher.open(message, rows.right().wrappedKey()))
                .orElseThrow(ConversationAccess::notFound);
    }
}
