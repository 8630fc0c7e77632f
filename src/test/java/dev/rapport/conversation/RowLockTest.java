package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.cipher.ConversationKeys;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a call finds that had to wait for the row lock of its conversation. */
@QuarkusTest
class RowLockTest {
    @Inject
    DataSource database;

    @Inject
    ConversationKeys keys;

    private final World world = World.ofTestApplication();

    private final World.Pair pair = world.pair();
    private final String coach = pair.coach().id();
    private final String client = pair.client().id();

    /** What changes while a call waits. */
    @FunctionalInterface
    private interface Change {
        void happens() throws Exception;
    }

    /** The answer to a send that had to wait until {@code change} had happened. */
    private ChatClient.Answer sendAround(Change change) throws Exception {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, client);
            var waiting = CompletableFuture.supplyAsync(() -> pair.client().send(coach, "too late"));
            await().until(this::someoneWaits);
            change.happens();
            connection.commit();
            return waiting.get(10, TimeUnit.SECONDS);
        }
    }

    private void assertStored(int messages) throws SQLException {
        try (var all = Database.asSuperuser()) {
            assertThat(all.value("select count(*) from message where sender_id = ?", client))
                    .isEqualTo(String.valueOf(messages));
            assertThat(all.value("select last_seq from conversation where ? in (user_a, user_b)", client))
                    .isEqualTo(String.valueOf(messages));
        }
    }

    @Test
    void send_whoseRightEndsWhileItWaitsIsRefused() throws Exception {
        var elsewhere = world.pair();
        var answer = sendAround(() -> {
            // Another conversation does not wait.
            assertThat(elsewhere
                            .client()
                            .send(elsewhere.coach().id(), "meanwhile")
                            .status())
                    .isEqualTo(201);
            world.end(pair.assignmentId());
        });
        assertProblem(answer, "not-found");
        assertStored(0);
    }

    @Test
    void send_whoseRightEndsByDateWhileItWaitsIsRefused() throws Exception {
        pair.client().send(coach, "in time");
        var endsAt = Instant.now().plusSeconds(2);
        var assignment =
                new JsonObject().put("clientId", client).put("coachId", coach).put("endsAt", endsAt.toString());
        var address = "/api/v1/platform/assignments/" + pair.assignmentId();
        assertThat(world.platform().put(address, assignment).status()).isEqualTo(200);
        var answer = sendAround(() -> await().until(() -> Instant.now().isAfter(endsAt)));
        assertProblem(answer, "not-found");
        assertStored(1);
    }

    @Test
    void send_whoseTokenIsRevokedWhileItWaitsIsRefused() throws Exception {
        pair.client().send(coach, "in time");
        var answer = sendAround(() -> {
            try (var elsewhere = Database.asSuperuser()) {
                elsewhere.update("insert into revocation (user_id, revoked_at) values (?, clock_timestamp())", client);
            }
        });
        assertProblem(answer, "unauthenticated");
        assertStored(1);
    }

    @Test
    void send_whoseKeyIsReplacedWhileItWaitsIsSealedUnderTheNewOne() throws Exception {
        pair.client().send(coach, "in time");
        var answer = sendAround(this::replaceKey);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(pair.coach().get(ChatClient.messages(client) + "/2").json().getString("text"))
                .isEqualTo("too late");
        assertStored(2);
    }

    /** Else it would look, and wait, for longer than a call may take. */
    @Test
    void send_thatWaitedForSecondsDoesNotLookWhy() throws Exception {
        pair.client().send(coach, "in time");
        var until = Instant.now().plusMillis(3_200);
        var answer = sendAround(() -> {
            replaceKey();
            await().until(() -> Instant.now().isAfter(until));
        });
        assertProblem(answer, "unavailable");
        assertStored(1);
    }

    private void replaceKey() throws SQLException {
        try (var elsewhere = Database.asSuperuser()) {
            var conversation = Long.parseLong(
                    elsewhere.value("select conversation_id from participant where user_id = ?", client));
            elsewhere.update(
                    "update conversation_key set wrapped = ? where conversation_id = ?",
                    keys.create(conversation).bytes(),
                    conversation);
        }
    }

    private static void lock(Connection connection, String user) throws SQLException {
        try (var actAs = connection.prepareStatement("select set_config('rapport.user', ?, true)")) {
            actAs.setString(1, user);
            actAs.execute();
        }
        try (var query =
                connection.prepareStatement("select id from conversation where user_a = ? or user_b = ? for update")) {
            query.setString(1, user);
            query.setString(2, user);
            assertThat(query.executeQuery().next()).isTrue();
        }
    }

    private boolean someoneWaits() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
                var row = query.executeQuery()) {
            return row.next() && row.getInt(1) > 0;
        }
    }
}
