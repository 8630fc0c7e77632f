package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.identity.UserId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL. */
@ApplicationScoped
class MessageStore implements PanacheRepositoryBase<Message, Message.Key> {
    private static final String APPEND = """
            with next as (
                update conversation set last_seq = last_seq + 1, version = version + 1,
                    last_message_at = greatest(clock_timestamp(), last_message_at)
                where id = :conversation and not exists (
                    select from message where conversation_id = :conversation
                        and sender_id = :sender and idempotency_key = :key)
                returning last_seq, version, last_message_at)
            insert into message
                (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key, idempotency_digest, sent_at)
            select :conversation, last_seq, version, :sender, :recipient, :body, :key, :digest, last_message_at from next
            returning conversation_id, seq, version, sender_id, recipient_id,
                body, idempotency_key, idempotency_digest, sent_at, edited_at
            """;

    /** Only as long as the message is young enough, by the clock that has dated it. */
    private static final String CHANGE = """
            with next as (
                update conversation set version = version + 1
                where id = :conversation and exists (
                    select from message where conversation_id = :conversation and seq = :seq
                        and extract(epoch from clock_timestamp() - sent_at) < :window)
                returning version)
            update message set version = next.version, %s
            from next where conversation_id = :conversation and seq = :seq
            returning conversation_id, seq, message.version, sender_id, recipient_id,
                body, idempotency_key, idempotency_digest, sent_at, edited_at
            """;

    private static final String EDIT =
            CHANGE.formatted("body = :body, edited_at = greatest(clock_timestamp(), sent_at, edited_at)");

    private static final String DELETE =
            CHANGE.formatted("body = null, edited_at = null, deleted_at = clock_timestamp()");

    /** One statement, hence one snapshot of the cursor, the read marks, the key and the messages. */
    private static final String PAGE = """
            select c.version, me.read_seq, peer.read_seq as peer_read_seq, k.wrapped,
                m.seq, m.version as message_version, m.sender_id, m.body, m.idempotency_key, m.sent_at, m.edited_at
            from conversation c
            join participant me on me.conversation_id = c.id and me.user_id = :user
            join participant peer on peer.conversation_id = c.id and peer.user_id <> :user
            left join conversation_key k on k.conversation_id = c.id
            left join lateral (
                select * from message where conversation_id = c.id and %s limit :limit) m on true
            where c.id = :conversation
            order by %s
            """;

    private static final String BEFORE = PAGE.formatted("seq < :bound order by seq desc", "m.seq");
    private static final String SINCE = PAGE.formatted("version > :bound order by version", "m.version");

    /** Appends, unless this sender used this key before: then empty. Needs the row lock, held to the commit. */
    Optional<Message> append(Message draft) {
        return getSession()
                .createNativeQuery(APPEND, Message.class)
                .setParameter("conversation", draft.conversationId)
                .setParameter("sender", draft.senderId)
                .setParameter("recipient", draft.recipientId)
                .setParameter("body", draft.body)
                .setParameter("key", draft.idempotencyKey)
                .setParameter("digest", draft.idempotencyDigest)
                .uniqueResultOptional();
    }

    /** Gives the message at this place another sealed text, unless it is older than {@code window}. Needs the row lock. */
    Optional<Message> edit(Message message, byte[] body, Duration window) {
        return change(EDIT, message, window).setParameter("body", body).uniqueResultOptional();
    }

    /** Takes the text of the message at this place away, unless it is older than {@code window}. Needs the row lock. */
    Optional<Message> delete(Message message, Duration window) {
        return change(DELETE, message, window).uniqueResultOptional();
    }

    private NativeQuery<Message> change(String sql, Message message, Duration window) {
        return getSession()
                .createNativeQuery(sql, Message.class)
                .setParameter("conversation", message.conversationId)
                .setParameter("seq", message.seq)
                .setParameter("window", window.toSeconds() + window.toNanosPart() / 1e9);
    }

    /** The message that this sender sent with this key. */
    Optional<Message> findByKey(long conversationId, UserId sender, UUID key) {
        return find(
                        "conversationId = ?1 and senderId = ?2 and idempotencyKey = ?3",
                        conversationId,
                        sender.value(),
                        key)
                .singleResultOptional();
    }

    /** Whether a text is left that a key should open. */
    boolean hasSealed(long conversationId) {
        return count("conversationId = ?1 and body is not null", conversationId) > 0;
    }

    /** A page with at most one item more than {@code limit}, which tells that there are more. */
    record Rows(
            long version,
            long readSeq,
            long peerReadSeq,
            @Nullable WrappedKey wrappedKey,
            List<Message> items) {

        Optional<Message> at(long seq) {
            return items.stream().filter(message -> message.seq == seq).findFirst();
        }
    }

    /** The messages before {@code seq}, ascending. */
    Rows before(long conversationId, UserId reader, long seq, int limit) {
        return page(BEFORE, conversationId, reader, seq, limit);
    }

    /** What changed after {@code version}, in the order of versions. */
    Rows since(long conversationId, UserId reader, long version, int limit) {
        return page(SINCE, conversationId, reader, version, limit);
    }

    private Rows page(String sql, long conversationId, UserId reader, long bound, int limit) {
        var rows = getSession()
                .createNativeQuery(sql, Object[].class)
                .addScalar("version", Long.class)
                .addScalar("read_seq", Long.class)
                .addScalar("peer_read_seq", Long.class)
                .addScalar("wrapped", byte[].class)
                .addScalar("seq", Long.class)
                .addScalar("message_version", Long.class)
                .addScalar("sender_id", String.class)
                .addScalar("body", byte[].class)
                .addScalar("idempotency_key", UUID.class)
                .addScalar("sent_at", Instant.class)
                .addScalar("edited_at", Instant.class)
                .setParameter("conversation", conversationId)
                .setParameter("user", reader.value())
                .setParameter("bound", bound)
                .setParameter("limit", limit + 1)
                .getResultList();
        var items = new ArrayList<Message>();
        for (var row : rows) {
            var message = Message.of(conversationId, row, 4);
            if (message != null) {
                items.add(message);
            }
        }
        var first = rows.getFirst();
        return new Rows(
                (Long) first[0], (Long) first[1], (Long) first[2], WrappedKey.ofNullable((byte[]) first[3]), items);
    }
}
