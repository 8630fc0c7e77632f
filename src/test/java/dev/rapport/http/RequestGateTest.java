package dev.rapport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of which a proxy and this service might see different ones, and requests that are too much; byte by byte. */
@QuarkusTest
class RequestGateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SMUGGLED = "GET /favicon.svg HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String CHUNKS = "2\r\n{}\r\n0\r\n\r\n";

    private final World world = World.ofTestApplication();

    static List<Arguments> ambiguous() {
        var chunked = "Transfer-Encoding: chunked";
        return List.of(
                request("CL.TE", "0\r\n\r\n" + SMUGGLED, "Content-Length: 45", chunked),
                request("TE.CL", CHUNKS + SMUGGLED, chunked, "Content-Length: 4"),
                request("CL.TE, all else without spaces", CHUNKS + SMUGGLED, "A:b", "Content-Length:2", chunked),
                request("CL.TE, length 0", CHUNKS + SMUGGLED, "Content-Length: 0", chunked),
                request("two lengths", "{}" + SMUGGLED, "Content-Length: 2", "Content-Length: 44"),
                request("two lengths in one", "{}" + SMUGGLED, "Content-Length: 2, 44"),
                request("negative length", "{}" + SMUGGLED, "Content-Length: -2"),
                request("signed length", "{}" + SMUGGLED, "Content-Length: +2"),
                request("hexadecimal length", "{}" + SMUGGLED, "Content-Length: 0x2"),
                request("length and more", "{}" + SMUGGLED, "Content-Length: 2 2"),
                request("space before the colon", CHUNKS + SMUGGLED, "Transfer-Encoding : chunked"),
                request("space before the length's colon", "{}" + SMUGGLED, "Content-Length : 2"),
                request("tab before the colon", CHUNKS + SMUGGLED, "Transfer-Encoding\t: chunked"),
                request("unknown coding", CHUNKS + SMUGGLED, "Transfer-Encoding: xchunked"),
                request("two codings", CHUNKS + SMUGGLED, "Transfer-Encoding: identity, chunked"),
                request("chunked first", CHUNKS + SMUGGLED, "Transfer-Encoding: chunked, identity"),
                request("two headers", CHUNKS + SMUGGLED, chunked, "Transfer-Encoding: identity"),
                request("identity", CHUNKS + SMUGGLED, "Transfer-Encoding: identity"),
                request("quoted", CHUNKS + SMUGGLED, "Transfer-Encoding: \"chunked\""),
                request("control character", CHUNKS + SMUGGLED, "Transfer-Encoding: \u000bchunked"),
                request("line feeds only", CHUNKS + SMUGGLED, "X: y\nTransfer-Encoding: chunked"),
                request("carriage return only", CHUNKS + SMUGGLED, "X: y\rTransfer-Encoding: chunked"),
                request("no colon", SMUGGLED, "Transfer-Encoding chunked"));
    }

    private static Arguments request(String name, String rest, String... headers) {
        return Arguments.argumentSet(
                "A50 " + name,
                "POST /api/v1/me/sign-out-everywhere HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n" + rest);
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void end_inDoubtIsRefusedAndNothingFollows(String bytes) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(bytes);
            var answer = connection.received(PATIENCE);
            assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void end_inDoubtIsRefusedAfterAnotherRequestToo(String bytes) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n" + bytes);
            var answers = connection.received(PATIENCE);
            assertThat(answers).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 400 ");
            assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(3);
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest(name = "A50 chunk: {0}")
    @ValueSource(
            strings = {"2\n{}\r\n0\r\n\r\n", "2\r\n{}\n0\r\n\r\n", "2;a=\nb\r\n{}\r\n0\r\n\r\n", "x\r\n{}\r\n0\r\n\r\n"
            })
    void chunk_malformedEndsTheConnection(String chunks) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(chunked() + chunks + SMUGGLED);
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
            assertThat(connection.received(PATIENCE).split("HTTP/1\\.1 ", -1)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    @DisplayName("A50 chunks are the last of their connection")
    void chunks_areTheLastOfTheirConnection() {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(chunked() + CHUNKS + SMUGGLED);
            assertThat(connection.received(PATIENCE))
                    .startsWith("HTTP/1.1 401 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .containsOnlyOnce("HTTP/1.1");
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest(name = "A50 unroutable and in chunks: {0}")
    @ValueSource(strings = {"POST / HTTP/1.1\r\n", "POST none HTTP/1.1\r\nHost: x\r\n"})
    void chunks_ofARequestThatIsNotRoutedAreTheLastToo(String head) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(head + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKS + SMUGGLED);
            assertThat(connection.received(PATIENCE)).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1");
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    private static String chunked() {
        return "POST /api/v1/me/sign-out-everywhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    static List<Arguments> tunnels() {
        var upgrade = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
        var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
        return List.of(
                Arguments.argumentSet("A50 HTTP/2 by upgrade", upgrade),
                Arguments.argumentSet("A50 HTTP/2 by its preface", preface));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void tunnel_ofHttp2InClearTextIsNotOpened(String request) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(request);
            assertThat(connection.status(PATIENCE)).isIn(0, 200, 400, 404);
            // The settings with which a server of HTTP/2 begins are a frame of type 4.
            assertThat(connection.received(Duration.ofMillis(300)))
                    .doesNotContain("101 Switching", "\u0004\u0000\u0000");
        }
    }

    @Test
    @DisplayName("A52 the time-outs that ship")
    void limits_asTheyShipFitTogether() {
        var config = ConfigProvider.getConfig();
        var idle = config.getValue("quarkus.http.idle-timeout", Duration.class);
        var pings = config.getValue("quarkus.websockets-next.server.auto-ping-interval", Duration.class);
        assertThat(idle).isGreaterThan(pings).isLessThan(Duration.ofSeconds(30));
        assertThat(config.getValue("rapport.http.arrival-deadline", Duration.class))
                .isLessThan(Duration.ofSeconds(30));
        assertThat(config.getValue("quarkus.http.limits.max-connections", Integer.class))
                .isPositive();
    }

    @ParameterizedTest(name = "A51 {0}")
    @ValueSource(ints = {101, 1000})
    void headers_tooManyAreRefused(int count) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send("GET /none HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(count - 1) + "\r\n" + SMUGGLED);
            assertThat(connection.received(PATIENCE))
                    .startsWith("HTTP/1.1 431 ")
                    .containsOnlyOnce("HTTP/1.1");
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @Test
    void headers_manyButBearableAreTaken() {
        try (var connection = RawConnection.to(world.base())) {
            connection.send("GET /none HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(99) + "\r\n");
            assertThat(connection.status(PATIENCE)).isEqualTo(404);
        }
    }

    @ParameterizedTest(name = "A51, A13 {0}")
    @ValueSource(strings = {"414 address", "431 header", "431 token"})
    void head_tooLargeIsRefusedBare(String what) {
        var status = what.substring(0, 3);
        try (var connection = RawConnection.to(world.base())) {
            connection.send(
                    switch (what) {
                        case "414 address" -> "GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
                        case "431 header" -> "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(30_000) + "\r\n\r\n";
                        default ->
                            "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + "a".repeat(30_000)
                                    + "\r\n\r\n";
                    });
            assertThat(connection.received(PATIENCE))
                    .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                    .endsWith("\r\n\r\n")
                    .doesNotContain("aaaa");
            assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest(name = "A51 {0}")
    @ValueSource(
            strings = {
                "GET /none HTTP/1.1\r\n\r\n",
                "GET none HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /none HTTP/9.9\r\n\r\n"
            })
    void head_thatIsNoRequestIsRefusedBare(String head) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(head);
            assertThat(connection.status(PATIENCE)).isIn(400, 404, 501);
            assertThat(connection.received(Duration.ofMillis(200))).endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest(name = "A51 {0}")
    @ValueSource(
            strings = {"TRACE /api/v1/me", "CONNECT /api/v1/me", "FOO /api/v1/me", "TRACE /", "CONNECT x:443", "FOO /"})
    void method_unknownIsRefused(String line) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(line + " HTTP/1.1\r\nHost: x\r\nX-Echo: canary\r\nAuthorization: Bearer "
                    + world.person("client").token() + "\r\n\r\n");
            assertThat(connection.status(PATIENCE)).isIn(400, 404, 405, 501);
            assertThat(connection.received(Duration.ofMillis(200))).doesNotContain("canary");
        }
    }
}
