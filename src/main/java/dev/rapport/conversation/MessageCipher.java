package dev.rapport.conversation;

import dev.rapport.cipher.ConversationKeys;
import dev.rapport.cipher.WrappedKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Between the stored message and the one that people see. */
@ApplicationScoped
class MessageCipher {
    private final ConversationKeys keys;

    MessageCipher(ConversationKeys keys) {
        this.keys = keys;
    }

    /** A new wrapped data key for a conversation. */
    WrappedKey newKey(long conversationId) {
        return keys.create(conversationId);
    }

    /** The text of this message, whose place is set, sealed for that place. */
    byte[] seal(Message message, MessageText text, WrappedKey wrapped) {
        return keys.open(message.conversationId, wrapped).seal(text.utf8(), message.senderId, message.idempotencyKey);
    }

    /** What recognises a text as the one that was first sent, whatever an edit or a deletion has made of it since. */
    byte[] digest(long conversationId, MessageText text, WrappedKey wrapped) {
        return keys.open(conversationId, wrapped).digest(text.utf8());
    }

    /** The message with its text; a tombstone when the text or the conversation's key was destroyed. */
    MessageView open(Message message, @Nullable WrappedKey wrapped) {
        if (message.body == null || wrapped == null) {
            return MessageView.tombstone(message);
        }
        var text =
                keys.open(message.conversationId, wrapped).open(message.body, message.senderId, message.idempotencyKey);
        return MessageView.of(message, new String(text, StandardCharsets.UTF_8));
    }
}
