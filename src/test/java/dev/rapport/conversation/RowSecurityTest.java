package dev.rapport.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer below the door: what the database itself shows and refuses, whatever the service asks for. */
@QuarkusTest
class RowSecurityTest {
    private static final String PERMISSION_DENIED = "42501";

    @Inject
    DataSource pool;

    private final World world = World.ofTestApplication();
    private World.Pair pair;
    private World.Pair others;
    private long conversation;

    @BeforeEach
    void people() throws SQLException {
        pair = world.pair();
        others = world.pair();
        pair.client().send(pair.coach().id(), "ours");
        pair.coach().send(pair.client().id(), "ours too");
        others.client().send(others.coach().id(), "theirs");
        conversation = idOf(pair);
    }

    private static long idOf(World.Pair pair) throws SQLException {
        try (var all = Database.asSuperuser()) {
            return Long.parseLong(all.value(
                    "select conversation_id from participant where user_id = ?",
                    pair.client().id()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation", "conversation_key", "participant", "message"})
    void withoutTheSetting_nothingIsVisible(String table) throws SQLException {
        var count = "select count(*) from " + table;
        try (var all = Database.asSuperuser();
                var application = Database.asApplication()) {
            assertThat(Integer.parseInt(all.value(count))).isGreaterThan(1);
            assertThat(application.value(count)).isEqualTo("0");
            application.actAs(pair.client().id());
            assertThat(application.value(count)).isNotEqualTo("0");
            application.rollback();
            assertThat(application.value("select current_setting('rapport.user')"))
                    .isEmpty();
            assertThat(application.value(count)).as("once the setting is ''").isEqualTo("0");
        }
    }

    @Test
    void withTheSetting_onlyOnesOwnIsVisible() throws SQLException {
        for (var person : new String[] {pair.client().id(), pair.coach().id()}) {
            try (var application = Database.asApplication().actAs(person)) {
                for (var table : new String[] {"conversation_key", "participant", "message"}) {
                    assertThat(application.column("select distinct conversation_id from " + table))
                            .as(table)
                            .containsExactly(Long.toString(conversation));
                }
                assertThat(application.column("select id from conversation"))
                        .containsExactly(Long.toString(conversation));
                assertThat(application.column("select sender_id from message order by seq"))
                        .containsExactly(pair.client().id(), pair.coach().id());
            }
        }
        try (var application =
                Database.asApplication().actAs(world.person("client").id())) {
            assertThat(application.column("select id from conversation")).isEmpty();
            assertThat(application.column("select seq from message")).isEmpty();
        }
    }

    @Test
    void pooledConnections_keepNobody() throws SQLException {
        var backends = new HashSet<Integer>();
        var seen = 0;
        // The pool hands out the same few connections: each is found clean, whoever had it before.
        for (var i = 0; i < 30; i++) {
            assertThat(pair.client().texts(pair.coach().id(), "")).hasSize(2);
            try (var connection = pool.getConnection()) {
                assertThat(count(connection)).isZero();
                if (!backends.add(backend(connection))) {
                    seen++;
                }
            }
        }
        assertThat(seen).as("connections that were used before").isPositive();
    }

    private static int count(Connection connection) throws SQLException {
        return number(connection, "select count(*) from message");
    }

    private static int backend(Connection connection) throws SQLException {
        return number(connection, "select pg_backend_pid()");
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (var query = connection.prepareStatement(sql);
                var row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void message_ofAnotherSenderOrConversationIsNotStored() throws SQLException {
        var theirs = idOf(others);
        var me = pair.client().id();
        try (var application = Database.asApplication().actAs(me)) {
            assertRefused(() -> insert(application, conversation, pair.coach().id(), me));
            application.rollback();
            application.actAs(me);
            assertRefused(() -> insert(application, theirs, me, others.coach().id()));
            application.rollback();
            application.actAs(me);
            assertRefused(() -> insert(application, theirs, me, pair.coach().id()));
            application.rollback();
            application.actAs(me);
            assertThat(insert(application, conversation, me, pair.coach().id())).isEqualTo(1);
        }
    }

    private static int insert(Database database, long conversation, String sender, String recipient)
            throws SQLException {
        return database.update("""
                insert into message (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key,
                    idempotency_digest, sent_at)
                values (?, 1000, 1000, ?, ?, '\\x00', ?, '\\x00', now())
                """, conversation, sender, recipient, UUID.randomUUID());
    }

    @Test
    void rowsOfThePeer_areNotChanged() throws SQLException {
        try (var application = Database.asApplication().actAs(pair.client().id())) {
            assertThat(application.update("update message set version = version + 100"))
                    .as("one's own message alone")
                    .isEqualTo(1);
            assertThat(application.update("""
                            update message set body = null, edited_at = null, deleted_at = now()
                            where sender_id = ?
                            """, pair.coach().id())).isZero();
            assertThat(application.update("update participant set read_seq = 1"))
                    .isEqualTo(1);
            assertThat(application.update(
                            "update participant set read_seq = 2 where user_id = ?",
                            pair.coach().id()))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete from message",
                "delete from conversation",
                "delete from participant",
                "update message set sender_id = 'x'",
                "update message set recipient_id = 'x'",
                "update message set seq = 9",
                "update message set sent_at = now()",
                "update message set idempotency_key = gen_random_uuid()",
                "update message set conversation_id = 1",
                "update conversation set user_a = 'x'",
                "update conversation_key set wrapped = '\\x00'",
                "truncate message",
                "alter table message disable row level security",
                "drop policy participants_read on message",
                "create table mine (x int)",
                "set role rapport_owner",
                "delete from assignment",
                "delete from app_user",
                "delete from flyway_schema_history"
            })
    void application_mayDoNoMoreThanItNeeds(String statement) throws SQLException {
        try (var application = Database.asApplication().actAs(pair.client().id())) {
            assertRefused(() -> application.update(statement));
        }
    }

    private interface Attempt {
        int run() throws SQLException;
    }

    private static void assertRefused(Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(PERMISSION_DENIED));
    }

    @Test
    void application_ownsNothingAndBypassesNothing() throws SQLException {
        try (var application = Database.asApplication()) {
            assertThat(application.column("select relname from pg_class where pg_has_role(relowner, 'member')"))
                    .isEmpty();
            assertThat(
                            application.value(
                                    "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void owner_seesNoTextEither() throws SQLException {
        try (var owner = Database.asOwner()) {
            assertThat(owner.value("select count(*) from message")).isEqualTo("0");
            assertThat(owner.value("select count(*) from conversation")).isEqualTo("0");
        }
    }

    @Test
    void everyTableWithTextOrPeopleOfAConversation_isForced() throws SQLException {
        try (var all = Database.asSuperuser()) {
            assertThat(all.column("""
                            select relname from pg_class
                            where relnamespace = 'public'::regnamespace and relkind = 'r'
                                and relrowsecurity and relforcerowsecurity
                            """)).contains("conversation", "conversation_key", "participant", "message");
            assertThat(all.column("""
                            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                            where relnamespace = 'public'::regnamespace and relkind = 'r'
                                and attname = 'conversation_id' and not relforcerowsecurity
                            """))
                    .as("a new table of conversations needs its policy")
                    .isEmpty();
        }
    }
}
