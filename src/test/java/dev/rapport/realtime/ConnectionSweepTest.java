package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.Log;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rights of those who are connected, while the database does not tell them. */
@QuarkusTest
class ConnectionSweepTest {
    private static final String UNREAD = "The rights of connected users could not be read";
    private static final String READ_AGAIN = "The rights of connected users are read again";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world = World.ofTestApplication();

    @Test
    void databaseThatDoesNotAnswer_closesNobodyAndHoldsNoExpiryBack() throws SQLException {
        var pair = world.pair();
        var shortLived = new ChatClient(
                world.base(), pair.coach().id(), world.tokens().of(pair.coach().id(), "coach", Duration.ofSeconds(6)));
        try (var log = new Log();
                var database = Database.asSuperuser()) {
            var socket = pair.client().connect().ready();
            var expiring = shortLived.connect().ready();
            database.connection().setAutoCommit(false);
            database.update("lock table assignment in access exclusive mode");
            // Each round waits five seconds for the lock; the expiry has rounds of its own.
            assertThat(expiring.closeCode(Duration.ofSeconds(8))).isEqualTo(4401);
            await().atMost(PATIENCE).until(() -> count(log, UNREAD) > 0);
            assertThat(socket.isOpen()).isTrue();
            database.rollback();
            await().atMost(PATIENCE).until(() -> count(log, READ_AGAIN) > 0);
            assertThat(count(log, UNREAD)).isEqualTo(1);
            assertThat(socket.isOpen()).isTrue();
            world.end(pair.assignmentId());
            assertThat(socket.closeCode(Duration.ofSeconds(5))).isEqualTo(4403);
        }
    }

    private static long count(Log log, String line) {
        return log.entries().stream().filter(entry -> entry.startsWith(line)).count();
    }
}
