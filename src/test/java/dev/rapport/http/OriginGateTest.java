package dev.rapport.http;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: nothing but the exact names of the list counts. */
@QuarkusTest
class OriginGateTest {
    private static final String LISTED = "https://chat.example.org";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final World world = World.ofTestApplication();
    private final ChatClient client = world.person("client");

    @ParameterizedTest(name = "A53 {0}")
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "*",
                "http://chat.example.org",
                "https://chat.example.org:8443",
                "https://chat.example.org:443",
                "https://chat.example.org.evil.example",
                "https://evilchat.example.org",
                "https://evil.chat.example.org",
                "https://chat.example.or",
                "https://chat.example.org/",
                "https://chat.example.org@evil.example",
                "https://CHAT.example.org",
                "https://chat-example.org",
                "https://chat.example.org https://evil.example",
                "file://",
                "chat.example.org"
            })
    void origin_notListedIsForbidden(String origin) {
        var call = client.call("GET", "/api/v1/me", null, "Origin", origin);
        assertProblem(call, "forbidden").withoutEcho(origin);
        assertThat(call.header(ALLOW_ORIGIN)).isEmpty();
        for (var preflight : new String[] {"/api/v1/me", "/api/v1/conversations/x/messages", "/ws", "/"}) {
            var answer = preflight(preflight, origin);
            assertThat(answer.status()).as(preflight).isEqualTo(403);
            assertThat(answer.http().headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @ParameterizedTest(name = "A53 Host: {0}")
    @ValueSource(strings = {"evil.example", "chat.example.org"})
    void origin_isNeverComparedWithTheHost(String host) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send("GET /api/v1/me HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                    + "\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: " + host + "\r\nAuthorization: Bearer "
                    + client.token() + "\r\n\r\n");
            assertThat(connection.status(PATIENCE)).isEqualTo(403);
            assertThat(connection.received(Duration.ofMillis(100))).doesNotContainIgnoringCase(ALLOW_ORIGIN);
        }
    }

    @Test
    void origin_twiceIsForbidden() {
        try (var connection = RawConnection.to(world.base())) {
            connection.send("GET /api/v1/me HTTP/1.1\r\nHost: x\r\nOrigin: " + LISTED
                    + "\r\nOrigin: https://evil.example\r\nAuthorization: Bearer " + client.token() + "\r\n\r\n");
            assertThat(connection.status(PATIENCE)).isEqualTo(403);
        }
    }

    @Test
    void origin_listedMayCallAndReadWhatTheContractNames() {
        var call = client.call("GET", "/api/v1/me", null, "Origin", LISTED);
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.header(ALLOW_ORIGIN)).isEqualTo(LISTED);
        assertThat(call.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
        assertThat(call.header("Access-Control-Expose-Headers").split(", ?"))
                .containsExactlyInAnyOrder("ETag", "Location", "Retry-After");
        var refused = world.nobody().call("GET", "/api/v1/me", null, "Origin", LISTED);
        assertProblem(refused, "unauthenticated");
        assertThat(refused.header(ALLOW_ORIGIN)).isEqualTo(LISTED);
    }

    @Test
    void preflight_ofAListedOriginNeedsNoToken() {
        var answer = preflight("/api/v1/conversations/x/messages", LISTED);
        assertThat(answer.status()).isBetween(200, 204);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(LISTED);
        assertThat(answer.header("Access-Control-Allow-Headers").split(", ?"))
                .containsExactlyInAnyOrder("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match");
        assertThat(answer.header("Access-Control-Allow-Methods").split(", ?"))
                .contains("POST")
                .doesNotContain("*", "TRACE");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
    }

    @ParameterizedTest(name = "A53 listed as {0}")
    @ValueSource(
            strings = {
                "*",
                "/.*/",
                "null",
                "https://*.example.org",
                "https://chat.example.org/",
                "chat.example.org",
                "https://Chat.example.org",
                "https://"
            })
    void origin_thatNoBrowserSendsStopsTheStart(String origin) {
        assertThatThrownBy(() -> new OriginGate(listing(origin))).hasMessageContaining("RAPPORT_HTTP_ORIGINS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://other.example.org", "http://localhost:8080", "http://127.0.0.1", "https://[::1]:8443"})
    void origin_asBrowsersSendItIsTaken(String origin) {
        assertThatCode(() -> new OriginGate(listing(origin))).doesNotThrowAnyException();
    }

    private static HttpConfig listing(String origin) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(HttpConfig.class)
                .withDefaultValue("rapport.http.origins", LISTED + "," + origin)
                .build()
                .getConfigMapping(HttpConfig.class);
    }

    private ChatClient.Answer preflight(String path, String origin) {
        var request = world.nobody()
                .request(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,x-evil");
        return ChatClient.call(request.build());
    }
}
