package dev.rapport.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of a conversation; written by {@link MessageStore} alone. */
@Entity
@IdClass(Message.Key.class)
class Message {
    record Key(long conversationId, long seq) implements Serializable {}

    @Id
    @Column(name = "conversation_id")
    long conversationId;

    @Id
    long seq;

    @Column(name = "version")
    long version;

    @Column(name = "sender_id")
    String senderId;

    @Column(name = "recipient_id")
    String recipientId;

    /** Sealed; gone when the message was deleted. */
    @Column(name = "body")
    byte @Nullable [] body;

    @Column(name = "idempotency_key")
    UUID idempotencyKey;

    @Column(name = "idempotency_digest")
    byte @Nullable [] idempotencyDigest;

    @Column(name = "sent_at")
    Instant sentAt;

    @Column(name = "edited_at")
    @Nullable
    Instant editedAt;

    /**
     * The entry in seven columns from {@code at}: seq, version, sender, body, key and the times when it was sent and
     * edited; null where a join found none.
     */
    static @Nullable Message of(long conversationId, Object[] row, int at) {
        if (row[at] == null) {
            return null;
        }
        var message = new Message();
        message.conversationId = conversationId;
        message.seq = (Long) row[at];
        message.version = (Long) row[at + 1];
        message.senderId = (String) row[at + 2];
        message.body = (byte[]) row[at + 3];
        message.idempotencyKey = (UUID) row[at + 4];
        message.sentAt = (Instant) row[at + 5];
        message.editedAt = (Instant) row[at + 6];
        return message;
    }

    /** The entry in a row whose columns have the names of the fields; its version is {@code message_version}. */
    static Message of(ResultSet row) throws SQLException {
        var message = new Message();
        message.conversationId = row.getLong("conversation_id");
        message.seq = row.getLong("seq");
        message.version = row.getLong("message_version");
        message.senderId = row.getString("sender_id");
        message.body = row.getBytes("body");
        message.idempotencyKey = row.getObject("idempotency_key", UUID.class);
        message.sentAt = row.getObject("sent_at", OffsetDateTime.class).toInstant();
        var editedAt = row.getObject("edited_at", OffsetDateTime.class);
        message.editedAt = editedAt == null ? null : editedAt.toInstant();
        return message;
    }
}
