package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a call finds that had to wait for the row lock of its conversation. */
@QuarkusTest
class RowLockTest {
    @Inject
    DataSource database;

    private final World world = World.ofTestApplication();

    @Test
    void send_whoseRightEndsWhileItWaitsIsRefused() throws Exception {
        var pair = world.pair();
        var coach = pair.coach().id();
        var id = pair.client().id();
        var elsewhere = world.pair();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, id);
            var waiting = CompletableFuture.supplyAsync(() -> pair.client().send(coach, "too late"));
            await().until(this::someoneWaits);
            // Another conversation does not wait.
            assertThat(elsewhere
                            .client()
                            .send(elsewhere.coach().id(), "meanwhile")
                            .status())
                    .isEqualTo(201);
            world.end(pair.assignmentId());
            connection.commit();
            assertProblem(waiting.get(10, TimeUnit.SECONDS), "not-found");
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
