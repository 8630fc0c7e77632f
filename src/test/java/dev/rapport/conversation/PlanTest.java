package dev.rapport.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Database;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How the database finds what a send and a fetch ask for: what they cost must grow neither with the messages nor with the
 * conversations of a person (P10). The plans are those that the service's own role gets, with row-level security.
 */
@QuarkusTest
class PlanTest {
    private static final String BY_PAIR = "Index Scan using conversation_user_a_user_b_key on conversation c\n";

    private static final Pattern PARAMETER = Pattern.compile("\\?|(?<!:):\\w+");

    @Inject
    AgroalDataSource dataSource;

    // In the small tables of a test it would read them whole wherever it may; then only where it must.
    private String plan(String sql) throws SQLException {
        var plan = plan("set local enable_seqscan = off; set local enable_bitmapscan = off", sql);
        assertThat(plan).doesNotContain("Seq Scan");
        return plan;
    }

    private String plan(String settings, String sql) throws SQLException {
        var number = new AtomicInteger();
        var numbered = PARAMETER.matcher(sql).replaceAll(any -> "\\$" + number.incrementAndGet());
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(settings);
            var plan = new StringBuilder();
            statement.execute("prepare asked as " + numbered);
            var nothing = String.join(", ", Collections.nCopies(number.get(), "null"));
            try (var rows = statement.executeQuery("explain (costs off) execute asked(" + nothing + ")")) {
                while (rows.next()) {
                    plan.append(rows.getString(1).replaceFirst("^[ >-]*", "")).append('\n');
                }
            }
            statement.execute("deallocate asked");
            connection.rollback();
            return plan.toString();
        }
    }

    @Test
    void lock_findsThePair() throws SQLException {
        assertThat(plan(ConversationStore.LOCK)).contains("conversation_user_a_user_b_key");
    }

    @Test
    void right_isFoundByThePair() throws SQLException {
        assertThat(plan(ConversationStore.FIND)).contains(BY_PAIR, "Index Scan using assignment_pair on assignment\n");
    }

    @Test
    void earlierMessage_isFoundByItsKey() throws SQLException {
        assertThat(plan(MessageStore.EARLIER))
                .contains(BY_PAIR, "on message m\nIndex Cond: ((conversation_id = c.id) AND (sender_id = $2)");
    }

    /** What the function asks, as the database tells of the statements within it. */
    @Test
    void send_findsAllThatItLooksAt() throws SQLException {
        try (var superuser = Database.asSuperuser()) {
            superuser.connection().setAutoCommit(false);
            superuser.explainAll();
            superuser.update("insert into app_user (id, display_name) values ('plan-a', 'A'), ('plan-b', 'B')");
            superuser.update(
                    "insert into assignment (id, client_id, coach_id, starts_at) values ('plan', 'plan-a', 'plan-b', now())");
            var conversation = superuser.value(
                    "insert into conversation (user_a, user_b) values ('plan-a', 'plan-b') returning id");
            superuser.update(
                    "insert into conversation_key (conversation_id, wrapped) values (%s, '')".formatted(conversation));
            superuser.update("set local role " + EmbeddedPostgresServer.APPLICATION);
            for (var setting : List.of(
                    "plan_cache_mode = force_generic_plan", "enable_seqscan = off", "enable_bitmapscan = off")) {
                superuser.update("set local " + setting);
            }
            var plans = superuser.notices(
                    "select send_message('plan-a', now(), 'plan-b', %s, '', '', uuidv7(), '')".formatted(conversation));
            superuser.connection().rollback();
            assertThat(plans)
                    .doesNotContain("Seq Scan")
                    .contains(
                            "Index Scan using conversation_pkey on conversation c",
                            "Index Scan using assignment_pair on assignment",
                            "Index Scan using conversation_key_pkey on conversation_key k",
                            "using revocation_pkey on revocation r",
                            "using message_conversation_id_sender_id_idempotency_key_key on message m",
                            "Insert on message");
        }
    }

    @Test
    void page_comesInTheOrderOfItsIndex() throws SQLException {
        assertThat(plan(MessageStore.SINCE))
                .contains(
                        BY_PAIR,
                        "Index Scan using message_version on message\n"
                                + "Index Cond: ((conversation_id = c.id) AND (version > $3))\n");
        assertThat(plan(MessageStore.BEFORE))
                .contains(
                        BY_PAIR,
                        "Index Scan Backward using message_pkey on message\n"
                                + "Index Cond: ((conversation_id = c.id) AND (seq < $3))\n");
    }

    /** Once, and by the conversation, which has two people; a coach may have thousands of conversations. */
    @Test
    void page_findsTheReadMarksByTheConversation() throws SQLException {
        for (var page : new String[] {MessageStore.SINCE, MessageStore.BEFORE}) {
            assertThat(plan(page).split(" on participant", -1)).hasSize(2);
            assertThat(plan(page))
                    .contains(
                            "Index Scan using participant_pkey on participant\nIndex Cond: (conversation_id = c.id)\n");
        }
    }

    /** With two conversations that hold nearly all of the messages, and the plans that it makes for them by itself. */
    @Nested
    class LongConversations {
        @BeforeEach
        void fill() throws SQLException {
            try (var superuser = Database.asSuperuser()) {
                superuser.update(
                        "insert into conversation (user_a, user_b) values ('plan-a', 'plan-b'), ('plan-c', 'plan-d')");
                superuser.update("""
                        insert into message (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key,
                            idempotency_digest, sent_at)
                        select id, n, n, user_a, user_b, '', uuidv7(), '', now()
                        from conversation, generate_series(1, 20000) n where user_a like 'plan-%'
                        """);
                superuser.update("analyze message, conversation");
            }
        }

        @AfterEach
        void empty() throws SQLException {
            try (var superuser = Database.asSuperuser()) {
                superuser.update("delete from conversation where user_a like 'plan-%'");
                superuser.update("analyze message, conversation");
            }
        }

        @Test
        void sealed_looksIntoOneConversation() throws SQLException {
            assertThat(plan("", MessageStore.SEALED))
                    .contains("Index Scan using message_pkey on message\nIndex Cond: (conversation_id = $1)\n");
        }

        @Test
        void unread_beginsWhereTheReaderIs() throws SQLException {
            for (var list : new String[] {ConversationStore.ALL, ConversationStore.ALL_AFTER, ConversationStore.ONE}) {
                assertThat(plan("", list.replaceAll(":historyOf\\w+", "true"))).containsPattern("""
                        Index Scan using message_pkey on message n
                        Index Cond: \\(\\(conversation_id = .*\\) AND \\(seq > .*\\)\\)
                        """);
            }
        }
    }
}
