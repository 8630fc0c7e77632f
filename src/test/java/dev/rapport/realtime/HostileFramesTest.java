package dev.rapport.realtime;

import static dev.rapport.realtime.RawHandshake.frame;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.identity.UserId;
import dev.rapport.testsupport.World;
import dev.rapport.testsupport.World.Pair;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends: the socket is closed and forgotten, and its neighbours notice nothing. */
@QuarkusTest
class HostileFramesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CUT = 1006;
    private static final int ONE_WAY = 1008;
    private static final int TEXT = 0x81;
    private static final int FIRST_OF_TEXT = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;

    private final World world = World.ofTestApplication();
    private final Pair pair = world.pair();
    private final ConnectionRegistry registry;

    HostileFramesTest(ConnectionRegistry registry) {
        this.registry = registry;
    }

    static List<Arguments> hostile() {
        var subscription = "{\"user-id\":\"9\",\"content\":\"subscribe\"}".getBytes(StandardCharsets.UTF_8);
        return List.of(
                frames("A61 a message", List.of(ONE_WAY), frame(TEXT, subscription)),
                frames("A61 a binary message", List.of(ONE_WAY), frame(0x82, subscription)),
                frames("A61 an empty message", List.of(ONE_WAY), frame(TEXT)),
                frames("A62 a frame beyond the limit", List.of(CUT, ONE_WAY, 1009), frame(TEXT, new byte[5000])),
                frames("A62 a fragment never finished", List.of(ONE_WAY), frame(FIRST_OF_TEXT, (byte) 'a')),
                frames("A62 a continuation of nothing", List.of(ONE_WAY, 1002, CUT), frame(CONTINUATION)),
                frames("A62 an unmasked frame", List.of(CUT, 1002), (byte) TEXT, (byte) 1, (byte) 'a'),
                frames("A62, A65 RSV1, as if compressed", List.of(CUT, 1002), frame(TEXT | 0x40, (byte) 'a')),
                frames("A62 RSV2", List.of(CUT, 1002), frame(TEXT | 0x20, (byte) 'a')),
                frames("A62 RSV3", List.of(CUT, 1002), frame(TEXT | 0x10, (byte) 'a')),
                frames("A62 reserved opcode 3", List.of(CUT, 1002), frame(0x83, (byte) 'a')),
                frames("A62 reserved opcode 11", List.of(CUT, 1002), frame(0x8b, (byte) 'a')),
                frames("A62 invalid UTF-8", List.of(ONE_WAY, 1007), frame(TEXT, (byte) 0xc3, (byte) 0x28)),
                frames("A62 close code 999", List.of(CUT, 1002), frame(CLOSE, (byte) 3, (byte) 0xe7)),
                frames("A62 close code 1005", List.of(CUT, 1002), frame(CLOSE, (byte) 3, (byte) 0xed)),
                frames("A62 close of one byte", List.of(CUT, 1002), frame(CLOSE, (byte) 3)),
                frames("A62 a fragmented ping", List.of(CUT, 1002), frame(0x09, (byte) 'a')),
                frames("A62 a ping of 126 bytes", List.of(CUT, 1002), frame(PING, new byte[126])),
                frames(
                        "A62 HTTP instead of frames",
                        List.of(CUT, 1002),
                        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private static Arguments frames(String name, List<Integer> codes, byte... bytes) {
        return Arguments.argumentSet(name, codes, bytes);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void frames_thatNobodyShouldSendCloseTheSocket(List<Integer> codes, byte[] bytes) {
        try (var neighbour = pair.coach().connect().ready();
                var hostile = open()) {
            assertThat(hostile.send(bytes)).isTrue();
            assertThat(hostile.isClosedWithin(PATIENCE)).isTrue();
            assertThat(hostile.closeCode()).isIn(codes);
            awaitForgotten();
            pair.client().send(pair.coach().id(), "all is well");
            neighbour.awaitFrame(notification(pair.coach().id(), pair.client().id(), "new-message"));
        }
    }

    @ParameterizedTest(name = "A62 10,000 fragments of {0} bytes")
    @ValueSource(ints = {0, 1})
    void fragments_endWithTheFirst(int size) {
        try (var hostile = open()) {
            var fragments = repeated(frame(CONTINUATION, new byte[size]), 10_000);
            hostile.send(frame(FIRST_OF_TEXT, (byte) 'a'));
            hostile.send(fragments);
            assertThat(hostile.isClosedWithin(PATIENCE)).isTrue();
            assertThat(hostile.closeCode()).isEqualTo(ONE_WAY);
            awaitForgotten();
        }
    }

    @ParameterizedTest(name = "A63 a flood of {0}")
    @ValueSource(strings = {"pings", "pongs", "messages"})
    void flood_isCutAndTheNeighboursAreServed(String kind) {
        var one = switch (kind) {
            case "pings" -> frame(PING, new byte[125]);
            case "pongs" -> frame(PONG);
            default -> frame(TEXT, (byte) 'a');
        };
        try (var neighbour = pair.coach().connect().ready();
                var hostile = open()) {
            hostile.send(repeated(one, 20_000));
            pair.client().send(pair.coach().id(), "in the middle of it");
            neighbour.awaitFrame(notification(pair.coach().id(), pair.client().id(), "new-message"));
            assertThat(hostile.isClosedWithin(PATIENCE)).isTrue();
            assertThat(hostile.closeCode()).isEqualTo(ONE_WAY);
            // No more than the few pongs that a patient server owes.
            assertThat(hostile.received().length()).isLessThan(5_000);
            awaitForgotten();
        }
    }

    @Test
    void pings_nowAndThenAreAnswered() {
        try (var socket = open()) {
            socket.send(frame(PING, (byte) '?'));
            await().atMost(PATIENCE).until(() -> socket.received().contains("\u008a\u0001?"));
            socket.send(frame(PONG));
            assertThat(socket.isClosedWithin(Duration.ofMillis(300))).isFalse();
            assertThat(registry.of(user())).hasSize(1);
        }
    }

    @ParameterizedTest(name = "A65 {0}")
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits; server_no_context_takeover",
                "x-webkit-deflate-frame",
                "deflate-frame, permessage-deflate"
            })
    void extension_isNotNegotiated(String extension) {
        try (var socket = open("Sec-WebSocket-Extensions: " + extension)) {
            assertThat(socket.received()).doesNotContainIgnoringCase("sec-websocket-extensions");
        }
    }

    private RawHandshake open(String... headers) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Authorization: Bearer " + pair.client().token();
        var socket = RawHandshake.with(world.base(), all);
        assertThat(socket.status()).isEqualTo(101);
        await().atMost(PATIENCE).until(() -> socket.received().contains("ready"));
        assertThat(registry.of(user())).hasSize(1);
        return socket;
    }

    private void awaitForgotten() {
        await().atMost(PATIENCE).until(() -> registry.of(user()).isEmpty());
    }

    private UserId user() {
        return UserId.parse(pair.client().id()).orElseThrow();
    }

    private static byte[] repeated(byte[] bytes, int times) {
        var all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }
}
