package dev.rapport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Revocations that are asked for at the same time. */
@QuarkusTest
class RevocationLooksTest {
    private static final int CALLS = 50;

    @Inject
    RevocationLooks looks;

    private final World world = World.ofTestApplication();

    @Test
    void callsAtOnce_shareAConnectionAndGetTheirOwnAnswers() throws Exception {
        var revoked = "client-" + UUID.randomUUID();
        world.platform().post("/api/v1/platform/users/" + revoked + "/revoke");
        try (var connection = Database.asSuperuser().connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table revocation in access exclusive mode");
            var first = looks.revokedAt(new UserId(revoked));
            await().until(() -> questions() == 1);
            var others = Stream.generate(() -> looks.revokedAt(new UserId("client-" + UUID.randomUUID())))
                    .limit(CALLS)
                    .toList();
            var again = looks.revokedAt(new UserId(revoked));
            assertThat(questions()).isEqualTo(1);
            assertThat(first.isComplete()).isFalse();
            connection.rollback();
            assertThat(answer(first)).isPresent();
            assertThat(answer(again)).isEqualTo(answer(first));
            for (var other : others) {
                assertThat(answer(other)).isEmpty();
            }
        }
    }

    /** An answer that was on its way already could be older than the revocation. */
    @Test
    void callDuringAQuestion_isAnsweredByTheNextOne() throws Exception {
        var late = new UserId("client-" + UUID.randomUUID());
        try (var database = Database.asSuperuser();
                var statement = database.connection().createStatement()) {
            database.connection().setAutoCommit(false);
            statement.execute("lock table revocation in access exclusive mode");
            var first = looks.revokedAt(new UserId("client-" + UUID.randomUUID()));
            await().until(() -> questions() == 1);
            database.update("insert into revocation (user_id, revoked_at) values (?, clock_timestamp())", late.value());
            var second = looks.revokedAt(late);
            database.connection().commit();
            assertThat(answer(first)).isEmpty();
            assertThat(answer(second)).isPresent();
        }
    }

    private static Optional<Instant> answer(Future<Optional<Instant>> look) throws Exception {
        return look.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static int questions() throws SQLException {
        try (var database = Database.asSuperuser()) {
            return Integer.parseInt(
                    database.value(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%revoked_at%'"));
        }
    }
}
