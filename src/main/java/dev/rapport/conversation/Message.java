package dev.rapport.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

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

    @Column(name = "body")
    byte[] body;

    @Column(name = "idempotency_key")
    UUID idempotencyKey;

    @Column(name = "idempotency_digest")
    byte[] idempotencyDigest;

    @Column(name = "sent_at")
    Instant sentAt;
}
