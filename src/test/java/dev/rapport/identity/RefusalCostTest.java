package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A flood without a good token costs signatures, and no connection of the database. */
@QuarkusTest
class RefusalCostTest {
    private static final String ME = "/api/v1/me";

    private final World world = World.ofTestApplication();

    @Test
    void unauthenticated_isAnsweredWithoutTheDatabase() throws Exception {
        var person = world.person("client");
        var forged = new ForgedTokens(world.tokens(), person.id());
        var refused = List.of(
                forged.byAnotherKey(),
                forged.unsigned("none"),
                forged.withTruncatedSignature(),
                forged.withSwappedPayload(),
                world.tokens().with(person.id(), "client", claims -> claims.setIssuer("another")),
                world.tokens().with(person.id(), "client", claims -> claims.setSubject("a b")));
        try (var connection = Database.asSuperuser().connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table revocation in access exclusive mode");
            var honest = CompletableFuture.supplyAsync(() -> person.get(ME));
            await().until(this::someoneWaits);
            for (var token : refused) {
                assertProblem(new ChatClient(world.base(), person.id(), token).get(ME), "unauthenticated");
            }
            assertProblem(world.nobody().get(ME), "unauthenticated");
            assertThat(honest).isNotDone();
            connection.rollback();
            assertThat(honest.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void failureOfOurs_isToldWithoutAskingAgain() throws Exception {
        var pair = world.pair();
        try (var connection = Database.asSuperuser().connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table revocation in access exclusive mode");
            var sent = CompletableFuture.supplyAsync(
                    () -> pair.client().send(pair.coach().id(), "later"));
            // The database gives a lock up after four seconds; another question would take as long again.
            assertProblem(sent.get(7, TimeUnit.SECONDS), "unavailable");
            connection.rollback();
        }
    }

    private boolean someoneWaits() throws SQLException {
        try (var connection = Database.asSuperuser().connection();
                var query = connection.prepareStatement(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%revoked_at%'");
                var row = query.executeQuery()) {
            return row.next() && row.getInt(1) > 0;
        }
    }
}
