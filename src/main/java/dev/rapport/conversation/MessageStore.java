package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.conversation.ConversationAccess.Found;
import dev.rapport.conversation.ConversationAccess.Question;
import dev.rapport.conversation.ConversationAccess.Right;
import dev.rapport.database.Pipeline;
import dev.rapport.database.StatementRefused;
import dev.rapport.identity.Actor;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.query.NativeQuery;

/** Messages in PostgreSQL. */
@ApplicationScoped
class MessageStore implements PanacheRepositoryBase<Message, Message.Key> {
    private static final String MESSAGE = """
            , c.id as conversation_id, m.seq, m.version as message_version, m.sender_id, m.body, m.idempotency_key,
                m.sent_at, m.edited_at
            """;

    static final String EARLIER = "select " + ConversationStore.RIGHT + MESSAGE
            + ", m.idempotency_digest " + ConversationStore.CONVERSATION + """
            left join message m on m.conversation_id = c.id and m.sender_id = ? and m.idempotency_key = ?
            """
            + ConversationStore.OF_PAIR;

    // In an order: only to see whether there is one, the database might read the whole table.
    static final String SEALED =
            "select seq from message where conversation_id = ? and body is not null order by seq limit 1";

    private static final String SEND = "select seq, version, sent_at from send_message(?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String NOT_STORED = "RP001";

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

    /**
     * One statement, hence one snapshot of the right, the cursor, the read marks, the key and the messages. Both read marks
     * are found by the conversation alone: asked for by the reader too, the database might go through all of a coach's.
     */
    private static final String PAGE =
            "select " + ConversationStore.RIGHT + MESSAGE + ", c.version, marks.read_seq, marks.peer_read_seq "
                    + ConversationStore.CONVERSATION + """
            cross join lateral (
                select max(read_seq) filter (where mine) as read_seq, max(read_seq) filter (where not mine) as peer_read_seq
                from (select read_seq, user_id = ? as mine from participant where conversation_id = c.id) both_people) marks
            left join lateral (
                select * from message where conversation_id = c.id and %s limit ?) m on true
            """ + ConversationStore.OF_PAIR + " order by %s";

    static final String BEFORE = PAGE.formatted("seq < ? order by seq desc", "m.seq");
    static final String SINCE = PAGE.formatted("version > ? order by version", "m.version");

    private final DataSource dataSource;

    MessageStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The right to send, and the message that was sent with this key before. */
    record Earlier(Right right, Optional<Message> message) implements Found {}

    /** Asks for the message that the sender has sent to the other of the pair with this key. */
    Question<Earlier> askByKey(UUID key) {
        return (pipeline, sender, pair) -> pipeline.ask(
                EARLIER,
                MessageStore::earlier,
                sender.value(),
                sender.value(),
                key,
                pair.a().value(),
                pair.b().value());
    }

    private static Optional<Earlier> earlier(ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        var right = ConversationStore.right(row);
        var message = message(row);
        if (message.isPresent()) {
            message.get().idempotencyDigest = row.getBytes("idempotency_digest");
        }
        return Optional.of(new Earlier(right, message));
    }

    /** Empty when the join found none. */
    private static Optional<Message> message(ResultSet row) throws SQLException {
        row.getLong("seq");
        return row.wasNull() ? Optional.empty() : Optional.of(Message.of(row));
    }

    /**
     * Adds the storing of the message, which {@code wrapped} has sealed, to what is written, as the first of it; that gives the
     * message its place and time.
     */
    static void append(Pipeline writes, Actor sender, Message message, WrappedKey wrapped) {
        var issuedAt = sender.owedSince();
        writes.ask(
                SEND,
                row -> placed(message, row),
                sender.id().value(),
                issuedAt == null ? OffsetDateTime.MAX : issuedAt.atOffset(ZoneOffset.UTC),
                message.recipientId,
                message.conversationId,
                wrapped.bytes(),
                message.body,
                message.idempotencyKey,
                message.idempotencyDigest);
    }

    private static Message placed(Message message, ResultSet row) throws SQLException {
        row.next();
        message.seq = row.getLong("seq");
        message.version = row.getLong("version");
        message.sentAt = row.getObject("sent_at", OffsetDateTime.class).toInstant();
        return message;
    }

    /**
     * Writes, all or nothing, in one round trip. False, and nothing, when the message cannot be stored as it is: by now the
     * sender may not, the key is another one, or a message has this idempotency key.
     */
    boolean write(Pipeline writes) {
        try {
            writes.run(dataSource);
            return true;
        } catch (StatementRefused e) {
            if (e.isFor(NOT_STORED)) {
                return false;
            }
            throw e;
        }
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

    /** A page with at most one item more than {@code limit}, which tells that there are more. */
    record Rows(Right right, long version, long readSeq, long peerReadSeq, List<Message> items) implements Found {
        Optional<Message> at(long seq) {
            return items.stream().filter(message -> message.seq == seq).findFirst();
        }
    }

    /** Asks for the messages before {@code seq}, ascending. */
    Question<Rows> askBefore(long seq, int limit) {
        return asking(BEFORE, seq, limit);
    }

    /** Asks for what changed after {@code version}, in the order of versions. */
    Question<Rows> askSince(long version, int limit) {
        return asking(SINCE, version, limit);
    }

    private static Question<Rows> asking(String sql, long bound, int limit) {
        return (pipeline, reader, pair) -> pipeline.ask(
                sql,
                MessageStore::rows,
                reader.value(),
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
                ConversationStore.right(row),
                row.getLong("version"),
                row.getLong("read_seq"),
                row.getLong("peer_read_seq"),
                items);
        do {
            message(row).ifPresent(items::add);
        } while (row.next());
        return Optional.of(rows);
    }
}
