package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.database.LastWrites;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL. */
@ApplicationScoped
class MessageStore implements PanacheRepositoryBase<Message, Message.Key> {
    private static final String EARLIER = """
            select m.conversation_id, m.seq, m.version as message_version, m.sender_id, m.body, m.idempotency_key,
                m.sent_at, m.edited_at, m.idempotency_digest
            from conversation c join message m on m.conversation_id = c.id
            where c.user_a = ? and c.user_b = ? and m.sender_id = ? and m.idempotency_key = ?
            """;

    private static final String APPEND = """
            with next as (
                update conversation set last_seq = last_seq + 1, version = version + 1,
                    last_message_at = greatest(clock_timestamp(), last_message_at)
                where id = ?
                returning id, last_seq, version, last_message_at)
            insert into message
                (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key, idempotency_digest, sent_at)
            select id, last_seq, version, ?, ?, ?, ?, ?, last_message_at from next
            returning seq, version, sent_at
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
            select c.id as conversation_id, c.version, me.read_seq, peer.read_seq as peer_read_seq, k.wrapped,
                m.seq, m.version as message_version, m.sender_id, m.body, m.idempotency_key, m.sent_at, m.edited_at
            from conversation c
            join participant me on me.conversation_id = c.id and me.user_id = ?
            join participant peer on peer.conversation_id = c.id and peer.user_id <> me.user_id
            left join conversation_key k on k.conversation_id = c.id
            left join lateral (
                select * from message where conversation_id = c.id and %s limit ?) m on true
            where c.user_a = ? and c.user_b = ?
            order by %s
            """;

    private static final String BEFORE = PAGE.formatted("seq < ? order by seq desc", "m.seq");
    private static final String SINCE = PAGE.formatted("version > ? order by version", "m.version");

    private final LastWrites lastWrites;

    MessageStore(LastWrites lastWrites) {
        this.lastWrites = lastWrites;
    }

    /** Asks for the message that {@code sender} sent to the other of the pair with this key. */
    Supplier<Optional<Message>> askByKey(Pipeline pipeline, Pair pair, UserId sender, UUID key) {
        return pipeline.ask(
                EARLIER, MessageStore::earlier, pair.a().value(), pair.b().value(), sender.value(), key);
    }

    private static Optional<Message> earlier(ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        var message = Message.of(row);
        message.idempotencyDigest = row.getBytes("idempotency_digest");
        return Optional.of(message);
    }

    /** Appends, and commits: the draft gets its place. Needs the row lock, and that no message has its key. */
    void append(Message draft) {
        var pipeline = new Pipeline();
        pipeline.ask(
                APPEND,
                row -> placed(draft, row),
                draft.conversationId,
                draft.senderId,
                draft.recipientId,
                draft.body,
                draft.idempotencyKey,
                draft.idempotencyDigest);
        lastWrites.commitWith(pipeline);
    }

    private static Message placed(Message draft, ResultSet row) throws SQLException {
        row.next();
        draft.seq = row.getLong("seq");
        draft.version = row.getLong("version");
        draft.sentAt = row.getObject("sent_at", OffsetDateTime.class).toInstant();
        return draft;
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

    /** Asks for the messages before {@code seq}, ascending; empty when there is no conversation that the reader sees. */
    Supplier<Optional<Rows>> askBefore(Pipeline pipeline, Pair pair, UserId reader, long seq, int limit) {
        return ask(pipeline, BEFORE, pair, reader, seq, limit);
    }

    /** Asks for what changed after {@code version}, in the order of versions; empty as {@link #askBefore}. */
    Supplier<Optional<Rows>> askSince(Pipeline pipeline, Pair pair, UserId reader, long version, int limit) {
        return ask(pipeline, SINCE, pair, reader, version, limit);
    }

    private static Supplier<Optional<Rows>> ask(
            Pipeline pipeline, String sql, Pair pair, UserId reader, long bound, int limit) {
        return pipeline.ask(
                sql,
                MessageStore::rows,
                reader.value(),
                bound,
                limit + 1,
                pair.a().value(),
                pair.b().value());
    }

    /** The conversation stands in every row, and one row without a message tells of an empty page. */
    private static Optional<Rows> rows(ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        var items = new ArrayList<Message>();
        var rows = new Rows(
                row.getLong("version"),
                row.getLong("read_seq"),
                row.getLong("peer_read_seq"),
                WrappedKey.ofNullable(row.getBytes("wrapped")),
                items);
        do {
            row.getLong("seq");
            if (!row.wasNull()) {
                items.add(Message.of(row));
            }
        } while (row.next());
        return Optional.of(rows);
    }
}
