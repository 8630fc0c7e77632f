package dev.rapport.conversation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message as the API shows it. */
@Schema(
        name = "Message",
        requiredProperties = {"seq", "version", "senderId", "text", "sentAt"})
public record MessageView(long seq, long version, String senderId, String text, Instant sentAt) {
    static MessageView of(Message message) {
        return new MessageView(
                message.seq,
                message.version,
                message.senderId,
                new String(message.body, StandardCharsets.UTF_8),
                message.sentAt);
    }

    /** Without the text: this may reach a log. */
    @Override
    public String toString() {
        return "Message " + seq;
    }
}
