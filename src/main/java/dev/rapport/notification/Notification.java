package dev.rapport.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.rapport.identity.UserId;
import dev.rapport.problem.StrictJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content-free event: {@code recipient} should fetch this {@code kind} of thing in the conversation with {@code
 * sender}. On the wire exactly three string fields, {@code user-id}, {@code sender} and {@code content}.
 */
public record Notification(UserId recipient, UserId sender, NotificationKind kind) {
    private static final int MAX_BYTES = 1024;
    private static final ObjectReader READER = StrictJson.mapper().readerFor(Wire.class);

    /** Jackson's view of the wire; reflection, because it is no parameter of a resource. */
    @RegisterForReflection
    record Wire(
            @JsonProperty("user-id") @Nullable String userId,
            @Nullable String sender,
            @Nullable String content) {}

    /** The notification, or empty when {@code json} is not exactly one. */
    public static Optional<Notification> parse(String json) {
        if (json.length() > MAX_BYTES || json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            Wire wire = READER.readValue(json);
            if (wire == null || wire.userId == null || wire.sender == null || wire.content == null) {
                return Optional.empty();
            }
            var sender = UserId.parse(wire.sender);
            var kind = NotificationKind.of(wire.content);
            return UserId.parse(wire.userId)
                    .filter(id -> sender.isPresent() && kind.isPresent())
                    .map(id -> new Notification(id, sender.orElseThrow(), kind.orElseThrow()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The wire form. Neither ids nor kinds hold anything that JSON escapes. */
    public String toJson() {
        return "{\"user-id\":\"" + recipient + "\",\"sender\":\"" + sender + "\",\"content\":\"" + kind.label() + "\"}";
    }
}
