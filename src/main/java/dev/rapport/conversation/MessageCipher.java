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

    /** Gives a message, whose place is set, its sealed text and the digest that recognises it. */
    void seal(Message message, MessageText text, WrappedKey wrapped) {
        var key = keys.open(message.conversationId, wrapped);
        message.body = key.seal(text.utf8(), message.senderId, message.idempotencyKey);
        message.idempotencyDigest = key.digest(text.utf8());
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
