package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A right that is withdrawn closes the sockets of every replica, which hears of it from the database: the broker is down. */
class WithdrawnRightIT {
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private static Deployment deployment;
    private static Replica first;
    private static Replica second;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        first = deployment.replica("withdrawn-first");
        second = deployment.replica("withdrawn-second");
        world = deployment.world(first);
        deployment.stopBroker();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        deployment.close();
    }

    @Test
    void end_ofTheAssignmentCloses4403Everywhere() {
        var pair = world.pair();
        var sockets = socketsOf(pair.client());
        world.end(pair.assignmentId());
        assertClosed(sockets, 4403);
    }

    @Test
    void revocation_closes4401Everywhere() {
        var pair = world.pair();
        var sockets = socketsOf(pair.client());
        var others = socketsOf(pair.coach());
        world.platform().post("/api/v1/platform/users/" + pair.client().id() + "/revoke");
        assertClosed(sockets, 4401);
        assertThat(others).allMatch(TestSocket::isOpen);
        others.forEach(TestSocket::close);
    }

    @Test
    void expiry_closes4401Everywhere() {
        var pair = world.pair();
        var life = Duration.ofSeconds(5);
        var shortLived = new ChatClient(
                first.base(),
                pair.client().id(),
                world.tokens().of(pair.client().id(), "client", life));
        var sockets = socketsOf(shortLived);
        await().atMost(life.plus(PROMISED)).until(() -> sockets.stream().noneMatch(TestSocket::isOpen));
        assertClosed(sockets, 4401);
    }

    private static List<TestSocket> socketsOf(ChatClient person) {
        return Stream.of(first, second)
                .map(replica -> Deployment.at(replica, person).connect().ready())
                .toList();
    }

    private static void assertClosed(List<TestSocket> sockets, int code) {
        var end = System.nanoTime() + PROMISED.toNanos();
        for (var socket : sockets) {
            assertThat(socket.closeCode(Duration.ofNanos(Math.max(1, end - System.nanoTime()))))
                    .isEqualTo(code);
            // Without a broker a replica tells everybody to fetch now and then; nothing else was told.
            assertThat(socket.frames())
                    .filteredOn(frame -> !frame.equals(TestSocket.RESYNC))
                    .containsExactly("{\"content\":\"ready\"}");
        }
    }
}
