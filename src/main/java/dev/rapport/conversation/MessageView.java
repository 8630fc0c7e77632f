package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message as the API shows it; one that was {@code deleted} has an empty text and tells nothing of edits. */
@Schema(
        name = "Message",
        requiredProperties = {"seq", "version", "senderId", "text", "sentAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageView(
        long seq,
        long version,
        String senderId,
        String text,
        Instant sentAt,
        @Nullable Instant editedAt,
        @Nullable Boolean deleted) {
    static MessageView of(Message message, String text) {
        return new MessageView(
                message.seq, message.version, message.senderId, text, message.sentAt, message.editedAt, null);
    }

    /** What is left of a message without its text. */
    static MessageView tombstone(Message message) {
        return new MessageView(message.seq, message.version, message.senderId, "", message.sentAt, null, true);
    }

    /** Without the text: this may reach a log. */
    @Override
    public String toString() {
        return "Message " + seq;
    }
}
