package dev.rapport.conversation;

import dev.rapport.conversation.ConversationAccess.Right;
import dev.rapport.conversation.ConversationEvent.MessageSent;
import dev.rapport.conversation.KnownKeys.Known;
import dev.rapport.conversation.MessageStore.Rows;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sending and fetching. */
@ApplicationScoped
public class Messages {
    /** How often a send looks why it was not stored, each time because something changed meanwhile. */
    private static final int MOST_LOOKS = 4;

    /** A send that has taken this long does not look any more: what it would begin then may take several seconds. */
    private static final Duration LATE = Duration.ofSeconds(3);

    private final ConversationAccess access;
    private final ConversationStore conversations;
    private final MessageStore store;
    private final KnownKeys keys;
    private final MessageCipher cipher;
    private final Event<ConversationEvent> events;

    Messages(
            ConversationAccess access,
            ConversationStore conversations,
            MessageStore store,
            KnownKeys keys,
            MessageCipher cipher,
            Event<ConversationEvent> events) {
        this.access = access;
        this.conversations = conversations;
        this.store = store;
        this.keys = keys;
        this.cipher = cipher;
        this.events = events;
    }

    /** The stored message; {@code isNew} is false when this key had stored it before. */
    public record Sent(MessageView message, boolean isNew) {}

    private record Send(Actor sender, UserId recipient, UUID key, MessageText text) {
        Pair pair() {
            return Pair.of(sender.id(), recipient);
        }
    }

    /**
     * Stores a message from {@code sender} to {@code peer}, once per {@code key}, in a transaction of its own. First under the key that
     * this replica knows, without asking; where that is not stored, it asks why.
     *
     * @throws ProblemException {@code not-found}, {@code conversation-closed}, or {@code idempotency-key-reused} when
     *     the key came with another text before
     */
    public Sent send(Actor sender, String peer, UUID key, MessageText text) {
        var send = new Send(sender, ConversationAccess.peerId(peer), key, text);
        var began = System.nanoTime();
        var known = keys.of(send.pair());
        for (var looks = 0; ; looks++) {
            var stored = known == null ? Optional.<Sent>empty() : stored(send, known);
            if (stored.isPresent()) {
                return stored.get();
            }
            if (looks == MOST_LOOKS || System.nanoTime() - began > LATE.toNanos()) {
                throw new ProblemException(ProblemType.UNAVAILABLE);
            }
            var earlier = access.toSend(sender, peer, store.askByKey(key));
            if (earlier.message().isPresent()) {
                return new Sent(repeated(earlier.message().get(), text, earlier.right()), false);
            }
            known = known(send.pair(), earlier.right());
        }
    }

    private Optional<Sent> stored(Send send, Known known) {
        var message = new Message();
        message.conversationId = known.conversationId();
        message.senderId = send.sender().id().value();
        message.recipientId = send.recipient().value();
        message.idempotencyKey = send.key();
        message.body = cipher.seal(message, send.text(), known.wrapped());
        message.idempotencyDigest = cipher.digest(known.conversationId(), send.text(), known.wrapped());
        var writes = new Pipeline();
        var whenStored = new ArrayList<Runnable>();
        MessageStore.append(writes, send.sender(), message, known.wrapped());
        events.fire(new MessageSent(send.sender().id(), send.recipient(), writes, whenStored::add));
        if (!store.write(writes)) {
            keys.forget(send.pair());
            return Optional.empty();
        }
        send.sender().passed();
        whenStored.forEach(Runnable::run);
        keys.put(send.pair(), known);
        return Optional.of(new Sent(MessageView.of(message, send.text().value()), true));
    }

    private MessageView repeated(Message first, MessageText text, Right right) {
        var wrapped = right.wrappedKey();
        if (first.body != null && wrapped == null) {
            throw keyIsLost();
        }
        // Of one that was erased, or whose key was, nobody can tell any more what it said: it is what it is now.
        if (first.idempotencyDigest != null && wrapped != null) {
            var digest = cipher.digest(right.conversationId(), text, wrapped);
            if (!MessageDigest.isEqual(first.idempotencyDigest, digest)) {
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "Make a new key for each message; repeat it only to retry.");
            }
        }
        return cipher.open(first, wrapped);
    }

    /** A conversation gets its key with its first message, and a new one after it was erased. */
    private Known known(Pair pair, Right right) {
        var id = right.conversationId();
        var wrapped = right.wrappedKey();
        if (wrapped == null) {
            wrapped = conversations.keepKey(pair, id, cipher.newKey(id)).orElseThrow(Messages::keyIsLost);
        }
        return new Known(id, wrapped);
    }

    private static IllegalStateException keyIsLost() {
        return new IllegalStateException(
                "a conversation's key is gone and its texts are not: the command erase lets it go on");
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
