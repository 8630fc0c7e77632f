package dev.rapport.conversation;

import dev.rapport.cipher.WrappedKey;
import dev.rapport.conversation.ConversationAccess.Found;
import dev.rapport.conversation.ConversationAccess.Question;
import dev.rapport.conversation.ConversationAccess.Right;
import dev.rapport.database.Pipeline;
import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import dev.rapport.presence.Presence;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Conversations and read marks in PostgreSQL. */
@ApplicationScoped
class ConversationStore implements PanacheRepositoryBase<Conversation, Long> {
    /** The assignment of the pair that decides: a live one, else the latest that has started. */
    private static final String DECIDING_ASSIGNMENT = """
            cross join lateral (
                select s.live, s.client_id, s.coach_id, s.starts_at from assignment_state s
                where s.user_a = c.user_a and s.user_b = c.user_b and s.started
                order by s.live desc, s.starts_at desc limit 1) a
            """;

    private final MessageCipher cipher;
    private final DataSource dataSource;

    ConversationStore(MessageCipher cipher, DataSource dataSource) {
        this.cipher = cipher;
        this.dataSource = dataSource;
    }

    /** Orders all that happens in the conversation of a pair. */
    static final String LOCK = "select id from conversation where user_a = ? and user_b = ? for no key update";

    /** The columns of a {@link Right}, in a statement that goes on with {@link #CONVERSATION}. */
    static final String RIGHT = "c.id, c.last_seq, k.wrapped, a.live, a.client_id = ? as caller_is_client ";

    /** A conversation {@code c} of which an assignment has ever started, and its key {@code k}. */
    static final String CONVERSATION = """
            from conversation c left join conversation_key k on k.conversation_id = c.id
            """ + DECIDING_ASSIGNMENT;

    static final String OF_PAIR = " where c.user_a = ? and c.user_b = ? ";

    static final String FIND = "select " + RIGHT + CONVERSATION + OF_PAIR;

    /** Not where texts are that a lost key has sealed. */
    private static final String KEEP_KEY = "insert into conversation_key (conversation_id, wrapped) select ?, ? where ("
            + MessageStore.SEALED + ") is null on conflict do nothing";

    private static final String KEY = "select wrapped from conversation_key where conversation_id = ?";

    // Unread messages in their order and not by their sender: or all that the peer ever wrote would be gone through.
    private static final String VIEWS = """
            with page as (
                select c.id, c.last_seq, c.version, me.read_seq, peer.read_seq as peer_read_seq,
                    peer.user_id as peer_id, a.live, a.coach_id,
                    coalesce(c.last_message_at, a.starts_at) as active_at
                from participant me
                join conversation c on c.id = me.conversation_id
                join participant peer on peer.conversation_id = c.id and peer.user_id <> me.user_id
            """ + DECIDING_ASSIGNMENT + """
                where me.user_id = :user
                    and (a.live or case when a.client_id = :user then :historyOfClients else :historyOfCoaches end)
                    %s
                order by active_at desc, peer_id desc limit :limit)
            select page.*, u.display_name, unread.count as unread,
                case when not page.live or not exists (select from online o where o.user_id = page.peer_id) then 'OFFLINE'
                    when page.peer_id = page.coach_id and exists (
                        select from away w where w.user_id = page.peer_id) then 'AWAY'
                    else 'AVAILABLE' end as presence,
                k.wrapped, m.seq, m.version as message_version, m.sender_id, m.body, m.idempotency_key, m.sent_at, m.edited_at
            from page
            join app_user u on u.id = page.peer_id
            left join conversation_key k on k.conversation_id = page.id
            left join message m on m.conversation_id = page.id and m.seq = page.last_seq
            cross join lateral (select count(*) from (
                select from message n where n.conversation_id = page.id and n.seq > page.read_seq
                    and n.sender_id <> :user and n.deleted_at is null order by n.seq limit 100) counted) unread
            order by page.active_at desc, page.peer_id desc
            """;

    /** Statements of their own: their plans are made once (plan_cache_mode), and each wants another. */
    static final String ALL = VIEWS.formatted("");

    static final String ALL_AFTER =
            VIEWS.formatted("and (coalesce(c.last_message_at, a.starts_at), peer.user_id) < (:activeAt, :afterPeer)");

    /** By the pair: asked for the peer, the database might go through all conversations of a coach. */
    static final String ONE = VIEWS.formatted("and c.user_a = :a and c.user_b = :b");

    /** The rest of the transaction is {@code user}'s: it sees and changes what they may. */
    void actAs(UserId user) {
        getSession()
                .createNativeQuery(Actor.ACT_AS.replace("?", ":user"), String.class)
                .setParameter("user", user.value())
                .getSingleResult();
    }

    /** What {@code question} finds of the pair's conversation; acts as {@code actor} from here on. */
    <T extends Found> Optional<T> find(Actor actor, UserId peer, Question<T> question) {
        return find(null, actor, peer, question);
    }

    /**
     * As {@link #find}, holding the row of the pair's conversation to the end of the transaction. It is locked first and
     * looked at then, by a statement of its own: a right that ends while this call waits for the lock has ended.
     */
    <T extends Found> Optional<T> lock(Actor actor, UserId peer, Question<T> question) {
        return find(LOCK, actor, peer, question);
    }

    private <T extends Found> Optional<T> find(
            @Nullable String locking, Actor actor, UserId peer, Question<T> question) {
        var pair = Pair.of(actor.id(), peer);
        var statements = new Pipeline();
        var refuseRevoked = actor.actIn(statements);
        if (locking != null) {
            statements.add(locking, pair.a().value(), pair.b().value());
        }
        var found = question.add(statements, actor.id(), pair);
        statements.run(dataSource);
        refuseRevoked.run();
        return found.get();
    }

    /** Asks for the right alone, empty when no assignment of the pair has ever started. */
    static Supplier<Optional<Right>> ask(Pipeline pipeline, UserId user, Pair pair) {
        return pipeline.ask(
                FIND,
                row -> row.next() ? Optional.of(right(row)) : Optional.empty(),
                user.value(),
                pair.a().value(),
                pair.b().value());
    }

    /** The columns {@link #RIGHT} of a row. */
    static Right right(ResultSet row) throws SQLException {
        return new Right(
                row.getLong("id"),
                row.getLong("last_seq"),
                WrappedKey.ofNullable(row.getBytes("wrapped")),
                row.getBoolean("live"),
                row.getBoolean("caller_is_client"));
    }

    /**
     * Gives the conversation of a pair {@code fresh} as its wrapped data key, if it has none, and returns the one it has then; empty
     * when texts are there that a lost key has sealed.
     */
    Optional<WrappedKey> keepKey(Pair pair, long conversationId, WrappedKey fresh) {
        var statements = new Pipeline()
                .add(Actor.ACT_AS, pair.a().value())
                .add(LOCK, pair.a().value(), pair.b().value())
                .add(KEEP_KEY, conversationId, fresh.bytes(), conversationId);
        var kept = statements.ask(
                KEY,
                row -> row.next() ? Optional.of(new WrappedKey(row.getBytes("wrapped"))) : Optional.<WrappedKey>empty(),
                conversationId);
        statements.run(dataSource);
        return kept.get();
    }

    /** A place in the list of conversations: when the last one of a page was active, and with whom. */
    record Place(Instant activeAt, String peer) {}

    /** A conversation of a list, with its place. */
    record Listed(ConversationView view, Place place) {}

    /** Whose lists hold what: closed conversations of clients, of coaches. */
    record History(boolean ofClients, boolean ofCoaches) {}

    /** The readable conversations of a user, the latest active first, from the top or after a place. */
    List<Listed> list(UserId user, History history, @Nullable Place after, int limit) {
        var query = views(after == null ? ALL : ALL_AFTER, user, history, limit);
        if (after != null) {
            query.setParameter("activeAt", after.activeAt()).setParameter("afterPeer", after.peer());
        }
        return query.getResultList().stream().map(this::listed).toList();
    }

    /** The conversation of a user with {@code peer}, if it is readable. */
    Optional<Listed> one(UserId user, History history, UserId peer) {
        var pair = Pair.of(user, peer);
        return views(ONE, user, history, 1)
                .setParameter("a", pair.a().value())
                .setParameter("b", pair.b().value())
                .uniqueResultOptional()
                .map(this::listed);
    }

    private NativeQuery<Object[]> views(String sql, UserId user, History history, int limit) {
        return getSession()
                .createNativeQuery(sql, Object[].class)
                .addScalar("peer_id", String.class)
                .addScalar("display_name", String.class)
                .addScalar("coach_id", String.class)
                .addScalar("live", Boolean.class)
                .addScalar("last_seq", Long.class)
                .addScalar("version", Long.class)
                .addScalar("read_seq", Long.class)
                .addScalar("peer_read_seq", Long.class)
                .addScalar("unread", Integer.class)
                .addScalar("active_at", Instant.class)
                .addScalar("id", Long.class)
                .addScalar("wrapped", byte[].class)
                .addScalar("seq", Long.class)
                .addScalar("message_version", Long.class)
                .addScalar("sender_id", String.class)
                .addScalar("body", byte[].class)
                .addScalar("idempotency_key", UUID.class)
                .addScalar("sent_at", Instant.class)
                .addScalar("edited_at", Instant.class)
                .addScalar("presence", String.class)
                .setParameter("user", user.value())
                .setParameter("limit", limit)
                .setParameter("historyOfClients", history.ofClients())
                .setParameter("historyOfCoaches", history.ofCoaches());
    }

    private Listed listed(Object[] row) {
        var peerId = (String) row[0];
        var last = Message.of((Long) row[10], row, 12);
        var peer = new ConversationView.Peer(
                peerId, (String) row[1], peerId.equals(row[2]) ? "coach" : "client", Presence.valueOf((String)
                        row[19]));
        var view = new ConversationView(
                peer,
                (Boolean) row[3] ? ConversationView.State.OPEN : ConversationView.State.CLOSED,
                (Long) row[4],
                (Long) row[5],
                (Long) row[6],
                (Long) row[7],
                (Integer) row[8],
                last == null ? null : cipher.open(last, WrappedKey.ofNullable((byte[]) row[11])));
        return new Listed(view, new Place((Instant) row[9], peerId));
    }

    /** Makes the conversation of a pair, unless it exists. */
    void open(Pair pair) {
        // Whoever made the assignment, the row is the pair's.
        actAs(pair.a());
        getSession()
                .createNativeMutationQuery("""
                        with made as (
                            insert into conversation (user_a, user_b) values (:a, :b)
                            on conflict (user_a, user_b) do nothing returning id)
                        insert into participant (conversation_id, user_id, peer_id)
                        select id, u, peer from made cross join (values (:a, :b), (:b, :a)) as people (u, peer)
                        """)
                .setParameter("a", pair.a().value())
                .setParameter("b", pair.b().value())
                .executeUpdate();
    }

    /** Moves a read mark forward, which takes a version; false when it was there already. Needs the row lock. */
    boolean markRead(long conversationId, UserId user, long seq) {
        return getSession()
                        .createNativeMutationQuery("""
                                with marked as (
                                    update participant set read_seq = :seq
                                    where conversation_id = :id and user_id = :user and read_seq < :seq
                                    returning conversation_id)
                                update conversation set version = version + 1
                                where id = (select conversation_id from marked)
                                """)
                        .setParameter("id", conversationId)
                        .setParameter("user", user.value())
                        .setParameter("seq", seq)
                        .executeUpdate()
                > 0;
    }
}
