package dev.rapport.realtime;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.identity.UserId;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import dev.rapport.testsupport.World.Pair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A peer that does not read is given up, costs little until then, and nobody else notices. */
@QuarkusTest
@TestProfile(SlowPeerTest.ShortDeadline.class)
class SlowPeerTest {
    /** Waits two seconds for a frame to leave. */
    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.realtime.write-deadline", "2s");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REASON = "too slow";

    private final World world = World.ofTestApplication();
    private final Pair pair = world.pair();
    private final ConnectionRegistry registry;

    SlowPeerTest(ConnectionRegistry registry) {
        this.registry = registry;
    }

    @Test
    void peer_thatIsToldMoreThanMayWaitIsClosed() throws InterruptedException {
        try (var neighbour = pair.coach().connect().ready();
                var slow = open()) {
            var connection = connection();
            var flood = Thread.startVirtualThread(() -> tell(IntStream.range(0, 50_000)));
            assertServedSoon(neighbour);
            flood.join();
            assertThat(connection.isClosing()).isTrue();
            // It begins to read: the frames that were under way come, then the reason.
            assertThat(slow.isClosedWithin(PATIENCE)).isTrue();
            assertThat(slow.received())
                    .startsWith("HTTP/1.1 101")
                    .contains("\"sender\":\"sender-0\"")
                    .contains(REASON)
                    .doesNotContain("\"sender\":\"sender-49999\"");
            awaitForgotten();
        }
    }

    @Test
    void peer_thatNeverReadsIsCut() {
        try (var neighbour = pair.coach().connect().ready();
                var slow = open()) {
            var connection = connection();
            // Few different hints: they never are too many, but at last none of them leaves any more.
            await().atMost(PATIENCE).until(() -> {
                tell(IntStream.range(0, 100));
                return connection.isStuckSince(Instant.now().minusMillis(300));
            });
            assertThat(connection.isClosing()).isFalse();
            assertServedSoon(neighbour);
            awaitForgotten();
            assertThat(slow.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    private void assertServedSoon(TestSocket neighbour) {
        pair.client().send(pair.coach().id(), "how long does it take?");
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> neighbour
                        .frames()
                        .contains(notification(pair.coach().id(), pair.client().id(), "new-message")));
    }

    private void tell(IntStream senders) {
        senders.mapToObj(sender -> notification(pair.client().id(), "sender-" + sender, "new-message"))
                .forEach(hint -> registry.of(user()).forEach(connection -> connection.tell(hint)));
    }

    private RawHandshake open() {
        var socket = RawHandshake.withSmallWindow(
                world.base(), "Authorization: Bearer " + pair.client().token());
        await().atMost(PATIENCE).until(() -> !registry.of(user()).isEmpty());
        return socket;
    }

    private Connection connection() {
        return registry.of(user()).iterator().next();
    }

    private void awaitForgotten() {
        await().atMost(PATIENCE).until(() -> registry.of(user()).isEmpty());
    }

    private UserId user() {
        return UserId.parse(pair.client().id()).orElseThrow();
    }
}
