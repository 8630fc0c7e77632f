package dev.rapport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer has its security headers, however it came about, and tells nothing of what runs here. */
@QuarkusTest
class AnswerHeadersTest {
    private static final String FAIL = "X-Test-Failure";
    private static final String SECRET = "select secret from dev.rapport.Nowhere";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final World world = World.ofTestApplication();

    /** A bug before JAX-RS. */
    static final class BrokenRoute {
        void register(@Observes Router router) {
            router.get("/broken").handler(context -> {
                throw new IllegalStateException(SECRET);
            });
        }
    }

    /** A bug in a resource, when the test asks for it. */
    @Provider
    static final class BrokenResource implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext context) {
            if (context.getHeaders().containsKey(FAIL)) {
                throw new IllegalStateException(SECRET);
            }
        }
    }

    static List<Arguments> requests() {
        return List.of(
                request("200", 200, "GET /api/v1/me", "Authorization: Bearer TOKEN"),
                request("304-able list", 200, "GET /api/v1/conversations", "Authorization: Bearer TOKEN"),
                request("204", 204, "POST /api/v1/me/sign-out-everywhere", "Authorization: Bearer TOKEN"),
                request("400", 400, "GET /api/v1/conversations?limit=x", "Authorization: Bearer TOKEN"),
                request("401", 401, "GET /api/v1/me"),
                request("401 of the API's root", 401, "GET /api"),
                request("401 of the framework", 401, "GET /api/v1/me", "Authorization: Bearer a.b.c"),
                request("403", 403, "GET /api/v1/platform/assignments/x", "Authorization: Bearer TOKEN"),
                request("403 of an origin", 403, "GET /api/v1/me", "Origin: https://evil.example"),
                request("404 of the API", 404, "GET /api/v1/none", "Authorization: Bearer TOKEN"),
                request("404 beside the API", 404, "GET /none"),
                request("404 of development's tools", 404, "GET /q/none"),
                request("405", 405, "DELETE /api/v1/me", "Authorization: Bearer TOKEN"),
                request("406", 406, "GET /api/v1/me", "Authorization: Bearer TOKEN", "Accept: text/html"),
                request(
                        "413",
                        413,
                        "PUT /api/v1/conversations/x/read",
                        "Authorization: Bearer TOKEN",
                        "Content-Type: application/json",
                        "Content-Length: 70000"),
                request(
                        "415",
                        415,
                        "PUT /api/v1/conversations/x/read",
                        "Authorization: Bearer TOKEN",
                        "Content-Type: text/plain",
                        "Content-Length: 2"),
                request(
                        "preflight",
                        200,
                        "OPTIONS /api/v1/me",
                        "Origin: https://chat.example.org",
                        "Access-Control-Request-Method: GET"),
                request(
                        "preflight refused",
                        403,
                        "OPTIONS /api/v1/me",
                        "Origin: https://evil.example",
                        "Access-Control-Request-Method: GET"),
                request("404 of the router", 404, "GET none"),
                request("400 in doubt", 400, "POST /api/v1/me/sign-out-everywhere", "Transfer-Encoding: x"),
                request("A57 500 of a route", 500, "GET /broken"),
                request("A57 500 of a resource", 500, "GET /api/v1/me", "Authorization: Bearer TOKEN", FAIL + ": 1"),
                request(
                        "socket: 401",
                        401,
                        "GET /ws",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                request(
                        "socket: 400",
                        400,
                        "GET /ws",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Protocol: quarkus-http-upgrade%23Cookie%23a"),
                request(
                        "socket: 403",
                        403,
                        "GET /ws",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Authorization: Bearer TOKEN"),
                request("socket: no upgrade", 403, "GET /ws", "Authorization: Bearer TOKEN"));
    }

    private static Arguments request(String name, int status, String line, String... headers) {
        var end = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
        return Arguments.argumentSet("A55 " + name, status, line + " HTTP/1.1\r\nHost: localhost" + end + "\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answer_hasItsHeadersAndNamesNobody(int status, String request) {
        var head = head(status, request.replace("TOKEN", world.person("client").token()));
        assertSafe(head);
        assertThat(head.get("content-security-policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("script-src");
        if (request.contains(" /api")) {
            assertThat(head).containsEntry("cache-control", "no-store");
        }
    }

    /** The headers of A55 that do not depend on what is asked for. */
    private static void assertSafe(Map<String, String> head) {
        assertThat(head)
                .containsEntry("strict-transport-security", "max-age=31536000; includeSubDomains")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-opener-policy", "same-origin")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsKey("permissions-policy")
                .doesNotContainKeys("server", "x-powered-by", "via", "set-cookie");
        assertThat(head.get("content-security-policy"))
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "object-src 'none'")
                .doesNotContain("unsafe", "*", "http:", "https:", "data:");
    }

    private Map<String, String> head(int status, String request) {
        try (var connection = RawConnection.to(world.base())) {
            connection.send(request);
            assertThat(connection.status(PATIENCE)).isEqualTo(status);
            var answer = connection.received(Duration.ofMillis(100));
            // The name of the carrier is part of the contract.
            assertThat(answer.replace("quarkus-http-upgrade", ""))
                    .doesNotContainIgnoringCase("quarkus")
                    .doesNotContainIgnoringCase("vert.x")
                    .doesNotContain("Exception", "dev.rapport", "java.", SECRET, "Error id");
            var head = new TreeMap<String, String>();
            answer.substring(0, answer.indexOf("\r\n\r\n"))
                    .lines()
                    .skip(1)
                    .map(line -> line.split(": ", 2))
                    .forEach(pair -> assertThat(head.put(pair[0].toLowerCase(Locale.ROOT), pair[1]))
                            .as("a second %s", pair[0])
                            .isNull());
            return head;
        }
    }

    @ParameterizedTest(name = "A57 {0}")
    @ValueSource(strings = {"/broken", "/api/v1/me"})
    void failure_isABareProblem(String path) {
        var answer = world.person("client").call("GET", path, null, FAIL, "1", "X-Request-Id", "known-1");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().getMap())
                .containsOnlyKeys("type", "title", "status", "requestId")
                .containsEntry("type", "urn:rapport:problem:internal")
                .containsEntry("requestId", "known-1");
    }

    @ParameterizedTest(name = "A56 {0}")
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/arc",
                "/q/info",
                "/q",
                "/actuator",
                "/actuator/env",
                "/.git/config",
                "/.env",
                "/assets/../.git/config",
                "/conversations/../.git/config",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/assets/index.js.map",
                "/index.js.map",
                "/META-INF/MANIFEST.MF",
                "/application.properties",
                "/admin",
                "/wp-login.php"
            })
    void address_ofNobodyIsNotFoundAndUseless(String path) {
        for (var accept : List.of("text/html", "*/*")) {
            var answer = world.nobody().call("GET", path, null, "Accept", accept);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().getString("type")).isEqualTo("urn:rapport:problem:not-found");
        }
    }

    @ParameterizedTest(name = "A15 {0}")
    @ValueSource(strings = {"access_token", "token", "bearer_token", "authorization", "jwt"})
    void token_inTheAddressIsNoToken(String name) {
        var person = world.person("client");
        var answer = world.nobody().get("/api/v1/me?" + name + "=" + person.token());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(person.token());
        assertThat(world.nobody()
                        .call("GET", "/ws?" + name + "=" + person.token(), null)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest(name = "A54 {0}")
    @ValueSource(strings = {"access_token", "q_session", "quarkus-credential", "Authorization", "Bearer"})
    void token_inACookieIsNoToken(String name) {
        var person = world.person("client");
        var answer = world.nobody().call("GET", "/api/v1/me", null, "Cookie", name + "=" + person.token());
        assertThat(answer.status()).isEqualTo(401);
    }
}
