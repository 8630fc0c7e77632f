package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.identity.UserId;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer that answers no ping is gone, one that does stays. */
@QuarkusTest
@TestProfile(PongDeadlineTest.Impatient.class)
class PongDeadlineTest {
    /** Pings each second, and waits three for an answer. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.websockets-next.server.auto-ping-interval", "1s",
                    "rapport.realtime.pong-deadline", "3s");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final World world = World.ofTestApplication();
    private final ConnectionRegistry registry;

    PongDeadlineTest(ConnectionRegistry registry) {
        this.registry = registry;
    }

    /** Nor does a vanished peer answer the close, for which the framework alone would wait another ten seconds. */
    @Test
    void silentPeer_isCutAndForgottenAndAnAnsweringOneStays() {
        var pair = world.pair();
        var coach = UserId.parse(pair.coach().id()).orElseThrow();
        var answering = pair.client().connect().ready();
        try (var silent = RawHandshake.with(
                world.base(), "Authorization: Bearer " + pair.coach().token())) {
            assertThat(silent.status()).isEqualTo(101);
            await().atMost(PATIENCE).until(() -> !registry.of(coach).isEmpty());
            await().atMost(PATIENCE).until(() -> registry.of(coach).isEmpty());
            assertThat(silent.isClosedWithin(PATIENCE)).isTrue();
            assertThat(silent.closeCode()).isEqualTo(1001);
            assertThat(answering.isOpen()).isTrue();
        }
        answering.close();
    }
}
