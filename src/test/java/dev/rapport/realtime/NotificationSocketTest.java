package dev.rapport.realtime;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.TestSocket.Refused;
import dev.rapport.testsupport.Tokens;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class NotificationSocketTest {
    private static final String ORIGIN = "https://chat.example.org";

    private final World world = World.ofTestApplication();

    @Test
    void send_reachesTheRecipientAndTheAuthorAndNobodyElse() {
        var pair = world.pair();
        var strangers = world.pair();
        var client = pair.client().id();
        var coach = pair.coach().id();
        try (var coachSocket = pair.coach().connect().ready();
                var secondTab = pair.coach().connect().ready();
                var clientSocket = pair.client().connect().ready();
                var strangerSocket = strangers.coach().connect().ready()) {
            pair.client().send(coach, "hello");
            var told = notification(coach, client, "new-message");
            coachSocket.awaitFrame(told);
            secondTab.awaitFrame(told);
            clientSocket.awaitFrame(notification(client, coach, "own-message"));

            // The stranger hears of a later event of their own, and of that alone.
            strangers.client().send(strangers.coach().id(), "after it");
            strangerSocket.awaitFrame(
                    notification(strangers.coach().id(), strangers.client().id(), "new-message"));
            assertThat(strangerSocket.heard()).hasSize(1);
            assertThat(clientSocket.heard()).hasSize(1);
        }
    }

    @Test
    void read_isToldToBoth() {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "read me");
        try (var coachSocket = pair.coach().connect().ready();
                var clientSocket = pair.client().connect().ready()) {
            pair.coach().put("/api/v1/conversations/" + pair.client().id() + "/read", new JsonObject().put("seq", 1));
            clientSocket.awaitFrame(
                    notification(pair.client().id(), pair.coach().id(), "read"));
            coachSocket.awaitFrame(notification(pair.coach().id(), pair.client().id(), "read"));
        }
    }

    @Test
    void assignment_isToldToBothAndItsEndClosesTheSocket() {
        var first = world.pair();
        var socket = first.client().connect().ready();
        var second = world.assign(first.client(), world.person("coach"));
        socket.awaitFrame(notification(first.client().id(), second.coach().id(), "assignment"));
        world.end(first.assignmentId());
        socket.awaitFrame(notification(first.client().id(), first.coach().id(), "assignment"));
        assertThat(socket.isOpen()).isTrue();
        world.end(second.assignmentId());
        assertThat(socket.closeCode(Duration.ofSeconds(5))).isEqualTo(4403);
    }

    @Test
    void browser_carriesItsTokenInASubProtocol() {
        var pair = world.pair();
        try (var socket = pair.client().connectFrom(ORIGIN).ready()) {
            assertThat(socket.subprotocol()).isEqualTo("bearer-token-carrier");
        }
    }

    @ParameterizedTest(name = "A59 {0}")
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://chat.example.org.evil.example",
                "http://chat.example.org",
                "https://chat.example.org:8443",
                "https://chat.example.org:443",
                "https://evil.chat.example.org",
                "https://chat.example.org/",
                "https://chat.example.or"
            })
    void origin_notListedIsForbidden(String origin) {
        var pair = world.pair();
        assertRefused(403, () -> pair.client().connectFrom(origin));
    }

    @Test
    void origin_isNeverComparedWithTheHost() {
        var pair = world.pair();
        assertRefused(
                403,
                () -> TestSocket.open(
                        world.base(),
                        "Authorization",
                        "Bearer " + pair.client().token(),
                        "Origin",
                        "http://evil.example",
                        "X-Forwarded-Host",
                        "evil.example"));
    }

    @ParameterizedTest(name = "A60 {0}")
    @ValueSource(
            strings = {
                "quarkus-http-upgrade%23X-Forwarded-User%23admin",
                "quarkus-http-upgrade%23Cookie%23a%3Db",
                "quarkus-http-upgrade%23Host%23evil",
                "quarkus-http-upgrade%23Origin%23https%3A%2F%2Fchat.example.org",
                "quarkus-http-upgrade%23X-Forwarded-For%23127.0.0.1",
                "quarkus-http-upgrade%23Authorization%23Bearer%20a%23b",
                "quarkus-http-upgrade%23Authorization%23Bearer%20a%00",
                "quarkus-http-upgrade%23Authorization%23Bearer%20",
                "quarkus-http-upgrade%2523Authorization%2523Bearer%2520a",
                "quarkus-http-upgrade%23Authorization",
                "quarkus-http-upgrade",
                "quarkus-http-upgrade%23Authorization%23Basic%20YTpi",
                "quarkus-http-upgrade%23Authorization%23Bearer%20a%0d%0aX-Evil%3A%201",
                "%71uarkus-http-upgrade%23X%23y",
                "Quarkus-Http-Upgrade%23X%23y"
            })
    void carrier_ofAnythingButABearerTokenIsRefused(String carrier) {
        assertRefused(400, () -> TestSocket.openWithCarrier(world.base(), ORIGIN, carrier));
    }

    @Test
    @DisplayName("A14 A60 a carrier beside a header")
    void carrier_besideAHeaderIsRefused() {
        var pair = world.pair();
        var token = "Bearer " + pair.client().token();
        var request = RawHandshake.with(
                world.base(),
                "Authorization: " + token,
                "Sec-WebSocket-Protocol: bearer-token-carrier, " + ChatClient.carrier("Authorization", token));
        assertThat(request.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("A60 two carriers")
    void carrier_twiceIsRefused() {
        var pair = world.pair();
        var carrier =
                ChatClient.carrier("Authorization", "Bearer " + pair.client().token());
        assertThat(RawHandshake.with(
                                world.base(),
                                "Sec-WebSocket-Protocol: bearer-token-carrier, " + carrier + ", " + carrier)
                        .status())
                .isEqualTo(400);
        assertThat(RawHandshake.with(
                                world.base(),
                                "Sec-WebSocket-Protocol: bearer-token-carrier, " + carrier,
                                "Sec-WebSocket-Protocol: " + carrier)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/", "/ws//", "/%77s/", "/x/../ws/", "/ws/x"})
    @DisplayName("A60 another address of the socket")
    void address_almostOfTheSocketIsNoWayRoundItsDoor(String path) {
        var platform = world.platform();
        var refused = RawHandshake.at(path, world.base(), "Authorization: Bearer " + platform.token());
        assertThat(refused.status()).isEqualTo(404);
        var pair = world.pair();
        var client = RawHandshake.at(
                path, world.base(), "Authorization: Bearer " + pair.client().token());
        assertThat(client.status()).isEqualTo(404);
    }

    @Test
    void token_missingOrForgedIsUnauthenticated() {
        assertRefused(401, () -> TestSocket.open(world.base()));
        assertRefused(401, () -> TestSocket.open(world.base(), "Authorization", "Bearer abc.def.ghi"));
        var pair = world.pair();
        var other = new Tokens(
                world.tokens().issuer(), "another-audience", world.tokens().privateKey());
        assertRefused(
                401,
                () -> new ChatClient(world.base(), "x", other.of(pair.client().id(), "client")).connect());
    }

    @Test
    void token_aboutToExpireIsUnauthenticated() {
        var pair = world.pair();
        var almostOver = world.tokens().of(pair.client().id(), "client", Duration.ofSeconds(2));
        assertRefused(401, () -> new ChatClient(world.base(), "x", almostOver).connect());
        // Expired, but inside the skew: the framework alone would leave a silent socket.
        var over = world.tokens().of(pair.client().id(), "client", Duration.ofSeconds(-2));
        assertRefused(401, () -> new ChatClient(world.base(), "x", over).connect());
    }

    @Test
    void caller_withoutALiveAssignmentIsForbidden() {
        assertRefused(403, () -> world.person("client").connect());
        assertRefused(403, () -> world.platform().connect());
        assertRefused(403, () -> world.caller("no-role", "gardener").connect());
    }

    @Test
    void token_expiryCloses4401AndNothingComesAfter() {
        var pair = world.pair();
        var shortLived = new ChatClient(
                world.base(),
                pair.client().id(),
                world.tokens().of(pair.client().id(), "client", Duration.ofSeconds(5)));
        var socket = shortLived.connect().ready();
        assertThat(socket.closeCode(Duration.ofSeconds(9))).isEqualTo(4401);
        var heard = socket.frames();
        pair.coach().send(pair.client().id(), "too late");
        try (var witness = pair.coach().connect().ready()) {
            pair.coach().send(pair.client().id(), "later still");
            witness.awaitFrame(notification(pair.coach().id(), pair.client().id(), "own-message"));
        }
        assertThat(socket.frames()).isEqualTo(heard);
    }

    @Test
    void revocation_closesEverySocketAndRefusesNewOnes() {
        var pair = world.pair();
        var sockets =
                List.of(pair.client().connect().ready(), pair.client().connect().ready());
        world.platform().post("/api/v1/platform/users/" + pair.client().id() + "/revoke");
        for (var socket : sockets) {
            assertThat(socket.closeCode(Duration.ofSeconds(5))).isEqualTo(4401);
        }
        assertRefused(401, () -> pair.client().connect());
    }

    @Test
    void speaking_closes1008() {
        var pair = world.pair();
        var socket = pair.client().connect().ready();
        socket.say("{\"user-id\":\"" + pair.coach().id() + "\"}");
        assertThat(socket.closeCode(Duration.ofSeconds(5))).isEqualTo(1008);
    }

    @Test
    void oneTab_closingLeavesTheOtherOpen() {
        var pair = world.pair();
        var first = pair.client().connect().ready();
        try (var second = pair.client().connect().ready()) {
            first.close();
            await().atMost(Duration.ofSeconds(5)).until(() -> !first.isOpen());
            pair.coach().send(pair.client().id(), "still there?");
            second.awaitFrame(notification(pair.client().id(), pair.coach().id(), "new-message"));
        }
    }

    @Test
    @DisplayName("A64 more sockets than a user may have")
    void oldestSocket_isReplacedByOneTooMany() {
        var pair = world.pair();
        try (var neighbour = pair.coach().connect().ready()) {
            var sockets = IntStream.range(0, 12)
                    .mapToObj(i -> pair.client().connect().ready())
                    .toList();
            for (var oldest : sockets.subList(0, 2)) {
                assertThat(oldest.closeCode(Duration.ofSeconds(5))).isEqualTo(4409);
            }
            pair.coach().send(pair.client().id(), "to all that are left");
            var told = notification(pair.client().id(), pair.coach().id(), "new-message");
            for (var socket : sockets.subList(2, 12)) {
                socket.awaitFrame(told);
                assertThat(socket.isOpen()).isTrue();
            }
            assertThat(sockets.getFirst().frames()).doesNotContain(told);
            neighbour.awaitFrame(notification(pair.coach().id(), pair.client().id(), "own-message"));
            sockets.forEach(TestSocket::close);
        }
    }

    @Test
    void plainGet_isNotFoundAndNotThePage() {
        var answer = world.pair().client().get("/ws");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private static void assertRefused(int status, Runnable handshake) {
        assertThatThrownBy(handshake::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
