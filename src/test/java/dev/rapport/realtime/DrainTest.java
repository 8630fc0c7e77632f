package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.TestSocket.Refused;
import dev.rapport.testsupport.World;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The moment of the drain that {@link DrainIT} cannot hit. */
@QuarkusTest
@TestProfile(DrainTest.OfItsOwn.class)
class DrainTest {
    /** An application that no other test wants a socket of. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final World world = World.ofTestApplication();
    private final Drain drain;

    DrainTest(Drain drain) {
        this.drain = drain;
    }

    @Test
    void handshake_thatBeganBeforeTheDrainIsSentAwayAfterIt() throws Exception {
        var client = world.pair().client();
        try (var lock = Database.asSuperuser();
                var database = Database.asSuperuser();
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            lock.connection().setAutoCommit(false);
            lock.update("lock table assignment in access exclusive mode");
            var late = CompletableFuture.supplyAsync(client::connect, thread);
            await().atMost(PATIENCE).until(() -> database.value("""
                            select count(*) > 0 from pg_stat_activity
                            where wait_event_type = 'Lock' and query like 'select u from unnest%'
                            """).equals("t"));
            drain.stop(new ShutdownDelayInitiatedEvent());
            lock.rollback();
            assertThat(late.get().ready().closeCode(PATIENCE)).isEqualTo(1012);
        }
        assertThatThrownBy(client::connect)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(503));
    }
}
