package dev.rapport.conversation;

import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Destroys the texts of a conversation and the key that opens them, wherever a copy of them is. Tombstones stay, so that
 * {@code seq} has no holes and every client learns of it by {@code since}. Plain JDBC, for a command without the service.
 */
public final class Erasure {
    /**
     * Row-level security lets each author change their own messages only. Of those that their author had deleted the digest
     * is left, under a key that is destroyed now: it could recognise nothing any more, and would refuse a late retry.
     */
    private static final String ERASE = """
            with forgotten as (
                update message set idempotency_digest = null
                where conversation_id = ? and sender_id = ? and deleted_at is not null),
            gone as (
                select seq, row_number() over (order by seq) as nth from message
                where conversation_id = ? and sender_id = ? and deleted_at is null),
            erased as (
                update message m set body = null, idempotency_digest = null, edited_at = null, deleted_at = clock_timestamp(),
                    version = c.version + gone.nth
                from gone, conversation c
                where c.id = ? and m.conversation_id = c.id and m.seq = gone.seq returning 1)
            update conversation set version = version + (select count(*) from erased) where id = ?
            returning (select count(*) from erased)
            """;

    private final Connection application;

    /** Over this connection of the application's role, whose transaction the caller commits. */
    public Erasure(Connection application) {
        this.application = application;
    }

    /** How many messages it erased, or empty when these two have no conversation. */
    public OptionalLong erase(UserId one, UserId other) throws SQLException {
        var pair = Pair.of(one, other);
        actAs(pair.a());
        var conversation = lock(pair);
        if (conversation.isEmpty()) {
            return OptionalLong.empty();
        }
        var erased = 0L;
        for (var author : List.of(pair.a(), pair.b())) {
            actAs(author);
            erased += erase(conversation.getAsLong(), author);
        }
        destroyKey(conversation.getAsLong());
        return OptionalLong.of(erased);
    }

    private void actAs(UserId user) throws SQLException {
        try (var statement = application.prepareStatement(Actor.ACT_AS)) {
            statement.setString(1, user.value());
            statement.execute();
        }
    }

    private OptionalLong lock(Pair pair) throws SQLException {
        try (var query = application.prepareStatement(ConversationStore.LOCK)) {
            query.setString(1, pair.a().value());
            query.setString(2, pair.b().value());
            try (var row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private long erase(long conversationId, UserId author) throws SQLException {
        try (var update = application.prepareStatement(ERASE)) {
            update.setLong(1, conversationId);
            update.setString(2, author.value());
            update.setLong(3, conversationId);
            update.setString(4, author.value());
            update.setLong(5, conversationId);
            update.setLong(6, conversationId);
            try (var row = update.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void destroyKey(long conversationId) throws SQLException {
        try (var delete = application.prepareStatement("delete from conversation_key where conversation_id = ?")) {
            delete.setLong(1, conversationId);
            delete.executeUpdate();
        }
    }
}
