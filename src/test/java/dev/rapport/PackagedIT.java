package dev.rapport;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Form;
import dev.rapport.testsupport.Metrics;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.World;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short path on the packaged application, by two replicas: the jar, with {@code -Daot} that of the cache, with {@code -Dnative} the binary. */
class PackagedIT {
    private static Deployment deployment;
    private static Replica first;
    private static Replica second;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        first = deployment.replica("first");
        second = deployment.replica("second");
        world = deployment.world(first);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        deployment.close();
    }

    @Test
    void send_atOneReplicaReachesASocketAtTheOther() {
        var pair = world.pair();
        var client = pair.client();
        var coach = Deployment.at(second, pair.coach());
        try (var here = pair.coach().connect().ready();
                var there = coach.connectFrom("https://chat.example.org").ready()) {
            assertThat(client.send(coach.id(), "good morning").status()).isEqualTo(201);
            var told = notification(coach.id(), client.id(), "new-message");
            there.awaitFrame(told);
            here.awaitFrame(told);
            assertThat(coach.texts(client.id(), "?since=0")).containsExactly("good morning");
        }
    }

    @Test
    void manySends_areToldAtBothReplicas() {
        var coach = world.person("coach");
        var clients = Stream.generate(
                        () -> world.assign(world.person("client"), coach).client())
                .limit(20)
                .toList();
        try (var socket = Deployment.at(second, coach).connect().ready()) {
            clients.forEach(client -> client.send(coach.id(), "from each one"));
            // A shared queue would have brought this replica half of them.
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(socket.heard())
                            .containsExactlyInAnyOrderElementsOf(clients.stream()
                                    .map(client -> notification(coach.id(), client.id(), "new-message"))
                                    .toList()));
        }
    }

    /** In a binary, pollers that are virtual threads may never wake a reader (ADR 44); a JVM has them on Linux. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void pollers_ofABinaryArePlatformThreads() throws IOException {
        // It has read from the database.
        world.pair();
        try (var threads = Files.list(Path.of("/proc", Long.toString(first.pid()), "task"))) {
            var names = threads.map(PackagedIT::name).toList();
            assertThat(names)
                    .contains(Form.tested() == Form.BINARY ? "Read-Poller" : "MasterPoller")
                    .doesNotContain(Form.tested() == Form.BINARY ? "MasterPoller" : "Read-Poller");
        }
    }

    /** Empty when it has ended meanwhile. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void bearing_ofTheContractHoldsInThePackage() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach().id();
        var key = UUID.randomUUID();
        assertThat(client.send(coach, "once", key).status()).isEqualTo(201);
        assertThat(client.send(coach, "once", key).status()).isEqualTo(200);
        assertThat(client.send(coach, "twice", key).status()).isEqualTo(422);
        assertThat(client.send(coach, " ").status()).isEqualTo(422);
        assertThat(client.post(ChatClient.messages(coach), "{\"text\":1}").status())
                .isEqualTo(400);
        assertThat(client.post(ChatClient.messages(coach), "{\"text\":\"x\",\"text\":\"y\"}")
                        .status())
                .isEqualTo(400);
        assertThat(world.person("client").messages(coach, "").status()).isEqualTo(404);
        assertThat(world.nobody().get("/api/v1/me").status()).isEqualTo(401);
        assertThat(client.get("/api/v1/platform/assignments/x").status()).isEqualTo(403);
        assertThat(client.put("/api/v1/conversations/" + coach + "/read", new JsonObject().put("seq", 1))
                        .status())
                .isEqualTo(204);
        var list = client.get("/api/v1/conversations");
        assertThat(list.items()).hasSize(1);
        assertThat(client.call("GET", "/api/v1/conversations", null, "If-None-Match", list.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(client.get("/api/v1/me").json().getString("displayName")).isEqualTo("Person of a test");
    }

    @Test
    void expiry_closes4401() {
        var pair = world.pair();
        var shortLived = new ChatClient(
                second.base(),
                pair.client().id(),
                world.tokens().of(pair.client().id(), "client", Duration.ofSeconds(5)));
        var socket = shortLived.connect().ready();
        assertThat(socket.closeCode(Duration.ofSeconds(9))).isEqualTo(4401);
    }

    @Test
    void assignment_withAStartInTheFutureBeginsByItself() {
        var client = world.person("client");
        var coach = world.person("coach");
        var assignment = new JsonObject()
                .put("clientId", client.id())
                .put("coachId", coach.id())
                .put("startsAt", Instant.now().plusSeconds(2).toString());
        world.platform().put("/api/v1/platform/assignments/" + UUID.randomUUID(), assignment);
        assertThat(client.send(coach.id(), "too early").status()).isEqualTo(404);
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() ->
                        assertThat(client.send(coach.id(), "now").status()).isEqualTo(201));
    }

    @Test
    void killedReplica_losesNothingThatWasAnswered() {
        var pair = world.pair();
        var coach = Deployment.at(second, pair.coach());
        try (var socket = coach.connect().ready();
                var third = deployment.replica("third")) {
            var client = Deployment.at(third, pair.client());
            assertThat(client.send(coach.id(), "and then the light went out").status())
                    .isEqualTo(201);
            third.kill();
            socket.awaitFrame(notification(coach.id(), client.id(), "new-message"));
            assertThat(coach.texts(client.id(), "")).containsExactly("and then the light went out");
        }
    }

    @Test
    void metrics_tellWhatWasDone() {
        var pair = world.pair();
        assertThat(pair.client().send(pair.coach().id(), "counted").status()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var metrics = Metrics.of(first.management());
            assertThat(metrics.value("rapport_notification_lag_seconds_count").orElse(0))
                    .isPositive();
            assertThat(metrics.names()).contains("http_server_requests_seconds_count", "rapport_outbox_rows");
        });
    }

    @Test
    void page_isServedAndNothingElsePretendsToBeIt() {
        var browser = world.nobody();
        for (var path :
                new String[] {"/", "/index.html", "/conversations/some.one@example:1", "/signed-in?code=x&state=y"}) {
            var page = browser.call("GET", path, null, "Accept", "text/html");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("<title>Rapport</title>");
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("script-src 'self'; style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*", "data:");
            assertSafe(page);
        }
        var script = browser.get("/").body().replaceAll("(?s).*src=\"(/assets/[^\"]+)\".*", "$1");
        var asset = browser.get(script);
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).contains("immutable");
        assertThat(asset.body()).doesNotContain("/dev/token", "sourceMappingURL");
        assertSafe(asset);
        assertThat(browser.get(script + ".map").status()).isEqualTo(404);
        assertThat(browser.get("/favicon.svg").status()).isEqualTo(200);
        assertThat(browser.call("HEAD", "/conversations/x", null).status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "A56 {0}")
    @ValueSource(
            strings = {
                "/assets/missing.js",
                "/assets/",
                "/assets",
                "/dev/people",
                "/dev/token",
                "/q/openapi",
                "/q/health",
                "/q/metrics",
                "/q/swagger-ui",
                "/q/dev-ui",
                "/q/arc",
                "/q",
                "/actuator",
                "/.git/config",
                "/.env",
                "/none",
                "/src/main.tsx",
                "/@vite/client",
                "/assets/../.git/config",
                "/META-INF/resources/index.html"
            })
    void address_ofNobodyIsNotFoundAndUseless(String path) {
        var answer = world.nobody().call("GET", path, null, "Accept", "text/html");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("type")).isEqualTo("urn:rapport:problem:not-found");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertSafe(answer);
    }

    @Test
    @DisplayName("A18 A56 no documentation in production unless it is switched on")
    void document_isServedWhenItIsSwitchedOnAlone() {
        for (var path : new String[] {"/q/openapi", "/q/swagger-ui", "/q/swagger-ui/", "/q/dev-ui", "/q/arc"}) {
            assertThat(management(first, path).status()).as(path).isEqualTo(404);
        }
        assertThat(management(first, "/q/health/ready").status()).isEqualTo(200);
        var settings = deployment.settings();
        settings.put("QUARKUS_SMALLRYE_OPENAPI_ENABLED", "true");
        try (var documented = Replica.start("documented", settings)) {
            assertThat(management(documented, "/q/openapi").body()).contains("/api/v1/me");
            var there = new ChatClient(documented.base(), "nobody", null);
            assertThat(there.get("/q/openapi").status()).isEqualTo(404);
        }
    }

    private static ChatClient.Answer management(Replica replica, String path) {
        return new ChatClient(replica.management(), "operator", null).get(path);
    }

    private static void assertSafe(ChatClient.Answer answer) {
        assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Server")).isEmpty();
    }
}
