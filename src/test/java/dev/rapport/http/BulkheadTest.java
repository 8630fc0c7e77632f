package dev.rapport.http;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One read at once; those that the database holds up are held by a lock on the table of messages. */
@QuarkusTest
@TestProfile(BulkheadTest.OneAtOnce.class)
class BulkheadTest {
    public static final class OneAtOnce implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.http.reads-at-once", "1", "rapport.http.read-patience", "1s");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    MeterRegistry meters;

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private Database database;

    @BeforeEach
    void connect() throws Exception {
        database = Database.asSuperuser();
        database.connection().setAutoCommit(false);
    }

    @AfterEach
    void release() throws Exception {
        database.connection().rollback();
        database.close();
    }

    @Test
    void read_waitsForTheOneBeforeIt_andWritesDoNot() throws Exception {
        var first = heldUp();
        var second = later(() -> pair.coach().get("/api/v1/me"));
        await().atMost(PATIENCE).until(() -> waiting() == 1);
        var availability = pair.coach().put("/api/v1/me/availability", new JsonObject().put("status", "away"));
        assertThat(availability.status()).isEqualTo(204);
        assertThat(second).isNotDone();
        database.connection().rollback();
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(second.get().status()).isEqualTo(200);
        assertThat(waiting()).isZero();
    }

    @Test
    void read_whoseTurnDoesNotComeIs503() throws Exception {
        var first = heldUp();
        var refused = pair.coach().get("/api/v1/me");
        assertProblem(refused, "unavailable");
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        database.connection().rollback();
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(pair.coach().get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void socket_thatIsOpenHoldsNoTurn() throws Exception {
        try (var socket = pair.coach().connect()) {
            socket.ready();
            assertThat(pair.coach().get("/api/v1/me").status()).isEqualTo(200);
        }
    }

    @Test
    void refusal_givesItsTurnBack() {
        for (var i = 0; i < 3; i++) {
            assertProblem(new ChatClient(world.base(), "nobody", null).get("/api/v1/me"), "unauthenticated");
            assertThat(new ChatClient(world.base(), "nobody", null).get("/ws").status())
                    .isEqualTo(401);
        }
        assertThat(pair.coach().get("/api/v1/me").status()).isEqualTo(200);
    }

    /** A read that is inside, and stays there until the lock is released. */
    private CompletableFuture<ChatClient.Answer> heldUp() throws Exception {
        database.update("lock table message in access exclusive mode");
        var read = later(() -> pair.client().messages(pair.coach().id(), ""));
        try (var watcher = Database.asSuperuser()) {
            await().atMost(PATIENCE)
                    .until(() -> !watcher.value(
                                    "select count(*) from pg_locks where not granted and relation = 'message'::regclass")
                            .equals("0"));
        }
        return read;
    }

    private static CompletableFuture<ChatClient.Answer> later(Supplier<ChatClient.Answer> call) {
        return CompletableFuture.supplyAsync(call);
    }

    private int waiting() {
        return (int) meters.get("rapport.reads.waiting").gauge().value();
    }
}
