package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
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

    private final World world = World.ofTestApplication();

    @Test
    void silentPeer_isClosedAndAnAnsweringOneStays() throws IOException {
        var pair = world.pair();
        var answering = pair.client().connect().ready();
        try (var silent = RawHandshake.with(
                world.base(), "Authorization: Bearer " + pair.coach().token())) {
            assertThat(silent.status()).isEqualTo(101);
            await().atMost(Duration.ofSeconds(20)).until(silent::isClosedByServer);
            assertThat(answering.isOpen()).isTrue();
        }
        answering.close();
    }
}
