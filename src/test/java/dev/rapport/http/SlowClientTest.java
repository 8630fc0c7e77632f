package dev.rapport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold a connection by doing next to nothing, with the time-outs at a tenth of what they are. */
@QuarkusTest
@TestProfile(SlowClientTest.Impatient.class)
class SlowClientTest {
    /** Idle after 2.5 s, pings every 2 s, a request within 2 s, at most 20 connections. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.idle-timeout", "2500ms",
                    "quarkus.websockets-next.server.auto-ping-interval", "2s",
                    "rapport.http.arrival-deadline", "2s",
                    "quarkus.http.limits.max-connections", "20");
        }
    }

    private static final Duration CUT = Duration.ofSeconds(4);

    private final World world = World.ofTestApplication();

    @ParameterizedTest(name = "A52 {0}")
    @ValueSource(
            strings = {
                "silence from the start",
                "a silent head",
                "a header a moment",
                "a body byte a moment",
                "a body byte a moment to nobody",
                "a chunk a moment",
                "silence between requests"
            })
    void connection_thatIsHeldIsCutAndTheOthersAreServed(String how) {
        var person = world.person("client");
        try (var slow = RawConnection.to(world.base())) {
            var began = System.nanoTime();
            slow.send(beginning(how, person));
            var drop = drop(how);
            await().atMost(CUT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> (!drop.isEmpty() && !slow.send(drop)) || slow.isClosedWithin(Duration.ofMillis(1)));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(person.get("/api/v1/me").status()).isEqualTo(200);
        }
    }

    private static String beginning(String how, ChatClient person) {
        var post = "PUT /api/v1/conversations/x/read HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + person.token() + "\r\n";
        return switch (how) {
            case "silence from the start" -> "";
            case "a silent head", "a header a moment" -> "GET /api/v1/me HTTP/1.1\r\n";
            case "a body byte a moment" -> post + "Content-Length: 1000\r\n\r\n";
            case "a body byte a moment to nobody" -> "POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
            case "a chunk a moment" -> post + "Transfer-Encoding: chunked\r\n\r\n";
            default -> "GET /none HTTP/1.1\r\nHost: x\r\n\r\n";
        };
    }

    private static String drop(String how) {
        return switch (how) {
            case "a header a moment" -> "X: y\r\n";
            case "a body byte a moment", "a body byte a moment to nobody" -> " ";
            case "a chunk a moment" -> "1\r\n \r\n";
            default -> "";
        };
    }

    @Test
    void body_thatArrivesInTimeIsTaken() {
        var pair = world.pair();
        var body = "{\"text\":\"in good time\"}";
        try (var connection = RawConnection.to(world.base())) {
            connection.send("POST " + ChatClient.messages(pair.coach().id()) + " HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID()
                    + "\r\nAuthorization: Bearer " + pair.client().token() + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body.substring(0, 5));
            assertThat(connection.isClosedWithin(Duration.ofMillis(800))).isFalse();
            connection.send(body.substring(5));
            assertThat(connection.status(Duration.ofSeconds(3))).isEqualTo(201);
            // The deadline was for that request, not for the connection.
            assertThat(connection.isClosedWithin(Duration.ofMillis(1500))).isFalse();
        }
    }

    @Test
    @DisplayName("A52 an answer that nobody reads")
    void answer_thatNobodyReadsIsCut() {
        var pair = world.pair();
        var text = "x".repeat(8000);
        IntStream.range(0, 150)
                .forEach(i -> assertThat(
                                pair.client().send(pair.coach().id(), text).status())
                        .isEqualTo(201));
        try (var slow = RawConnection.withSmallWindow(world.base())) {
            var request = "GET " + ChatClient.messages(pair.coach().id()) + "?limit=200 HTTP/1.1\r\nHost: x\r\n"
                    + "Authorization: Bearer " + pair.client().token() + "\r\n\r\n";
            slow.send(request.repeat(4));
            // Reads nothing until the server has given up; what it had sent by then is not the whole.
            await().atMost(CUT.multipliedBy(2)).until(() -> !slow.send("\r\n"));
            assertThat(slow.received(CUT).length()).isLessThan(4 * 150 * text.length());
        }
    }

    @Test
    @DisplayName("A52 requests whose answers nobody reads")
    void requests_thatAreNotReadBackAreCut() {
        try (var greedy = RawConnection.to(world.base())) {
            greedy.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10_000));
            assertThat(greedy.isClosedWithin(CUT)).isTrue();
            assertThat(greedy.received(CUT).split("HTTP/1\\.1 404", -1)).hasSizeLessThan(1_000);
        }
    }

    @Test
    @DisplayName("A52 a quiet but healthy socket stays")
    void socket_thatIsQuietButHealthyStays() {
        var pair = world.pair();
        try (var socket = pair.client().connect().ready()) {
            // Three intervals are more than twice the idle time-out.
            await().atMost(Duration.ofSeconds(10)).until(() -> socket.pings() >= 3);
            assertThat(socket.isOpen()).isTrue();
            pair.coach().send(pair.client().id(), "still there?");
            await().atMost(CUT).until(() -> !socket.heard().isEmpty());
        }
    }

    @Test
    void connections_areLimitedAndGivenBack() {
        var person = world.person("client");
        var many =
                Stream.generate(() -> RawConnection.to(world.base())).limit(60).toList();
        try {
            assertThat(many.stream().filter(each -> each.isClosedWithin(Duration.ofMillis(20))))
                    .hasSizeGreaterThan(39);
        } finally {
            many.forEach(RawConnection::close);
        }
        await().atMost(CUT)
                .ignoreExceptions()
                .until(() -> person.get("/api/v1/me").status() == 200);
    }
}
