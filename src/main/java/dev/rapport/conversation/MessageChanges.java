package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.conversation.ConversationEvent.MessageChanged;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Editing and deleting of one's own messages. What a call finds done already is left as it is, whatever its age: a
 * repeated call neither fails nor tells anyone twice.
 */
@ApplicationScoped
public class MessageChanges {
    private final ConversationAccess access;
    private final MessageStore store;
    private final MessageCipher cipher;
    private final Event<ConversationEvent> events;
    private final Duration window;

    MessageChanges(
            ConversationAccess access,
            MessageStore store,
            MessageCipher cipher,
            Event<ConversationEvent> events,
            MessageConfig config) {
        this.access = access;
        this.store = store;
        this.cipher = cipher;
        this.events = events;
        this.window = config.editWindow();
    }

    /**
     * Gives the message another text; the same one changes nothing.
     *
     * @throws ProblemException {@code not-found}, {@code conversation-closed}, {@code forbidden} for the peer's message,
     *     {@code message-deleted} or {@code edit-window-over}
     */
    @Transactional
    public MessageView edit(UserId author, String peer, long seq, MessageText text) {
        var own = own(author, peer, seq);
        var view = cipher.open(own.message(), own.wrappedKey());
        if (own.wrappedKey() == null || view.deleted() != null) {
            throw new ProblemException(ProblemType.MESSAGE_DELETED);
        }
        if (view.text().equals(text.value())) {
            return view;
        }
        var body = cipher.seal(own.message(), text, own.wrappedKey());
        var edited = changed(author, peer, store.edit(own.message(), body, window));
        return MessageView.of(edited, text.value());
    }

    /**
     * Takes the text away and leaves a tombstone; of one that is deleted already there is nothing to take.
     *
     * @throws ProblemException {@code not-found}, {@code conversation-closed}, {@code forbidden} for the peer's message,
     *     or {@code edit-window-over}
     */
    @Transactional
    public void delete(UserId author, String peer, long seq) {
        var own = own(author, peer, seq);
        if (own.message().body != null) {
            changed(author, peer, store.delete(own.message(), window));
        }
    }

    private record Own(Message message, @Nullable WrappedKey wrappedKey) {}

    /** Under the row lock: nothing changes it meanwhile. */
    private Own own(UserId author, String peer, long seq) {
        var rows = access.toWrite(author, peer, store.askBefore(seq + 1, 1));
        var message = rows.at(seq).orElseThrow(ConversationAccess::notFound);
        if (!message.senderId.equals(author.value())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only its author changes a message.");
        }
        return new Own(message, rows.right().wrappedKey());
    }

    private Message changed(UserId author, String peer, Optional<Message> stored) {
        var message = stored.orElseThrow(() -> new ProblemException(ProblemType.EDIT_WINDOW_OVER));
        events.fire(new MessageChanged(author, ConversationAccess.peerId(peer)));
        return message;
    }
}
