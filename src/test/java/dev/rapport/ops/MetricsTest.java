package dev.rapport.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.manifests.Monitoring;
import dev.rapport.problem.ProblemType;
import dev.rapport.testsupport.Metrics;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What a monitoring system sees, and what it does not. */
@QuarkusTest
class MetricsTest {
    private final World world = World.ofTestApplication();
    private final URI management = URI.create(ConfigProvider.getConfig().getValue("test.management.url", String.class));

    @Test
    void metrics_areAtTheManagementPortAlone() {
        assertThat(world.nobody().get("/q/metrics").status()).isEqualTo(404);
        assertThat(read().text()).contains("rapport_", "jvm_");
    }

    @Test
    void rapportsOwn_areThere() {
        var pair = world.pair();
        try (var socket = pair.client().connect().ready()) {
            pair.coach().send(pair.client().id(), "hello");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var metrics = read();
                assertThat(metrics.value("rapport_connections").orElseThrow()).isPositive();
                assertThat(metrics.value("rapport_broker_attached")).hasValue(1);
                assertThat(metrics.value("rapport_outbox_rows")).isPresent();
                assertThat(metrics.value("rapport_outbox_oldest_seconds")).isPresent();
                assertThat(metrics.value("rapport_relay_failures_total")).isPresent();
                assertThat(metrics.value("rapport_notifications_dropped_total")).isPresent();
                assertThat(metrics.value("rapport_notification_lag_seconds_count")
                                .orElseThrow())
                        .isPositive();
            });
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void sends_areCountedByWhatBecameOfThem() {
        var pair = world.pair();
        var key = UUID.randomUUID();
        var before = read();
        pair.client().send(pair.coach().id(), "once", key);
        pair.client().send(pair.coach().id(), "once", key);
        pair.client().send(pair.coach().id(), "another text", key);
        assertThat(grown(before, "rapport_sends_total{outcome=\"stored\"}")).isEqualTo(1);
        assertThat(grown(before, "rapport_sends_total{outcome=\"repeated\"}")).isEqualTo(1);
    }

    @Test
    void fetches_areCountedByWhatTheyBrought() {
        var pair = world.pair();
        var coach = pair.coach();
        var peer = pair.client().id();
        pair.client().send(coach.id(), "hello");
        var before = read();
        coach.messages(peer, "");
        coach.messages(peer, "?before=1");
        coach.messages(peer, "?since=0");
        coach.messages(peer, "?since=1");
        coach.messages(peer, "?since=1");
        coach.messages(peer, "?since=2");
        var list = coach.get("/api/v1/conversations");
        coach.call("GET", "/api/v1/conversations", null, "If-None-Match", list.header("ETag"));
        assertThat(List.of(
                        fetched(before, "newest", "something"),
                        fetched(before, "newest", "nothing"),
                        fetched(before, "before", "something"),
                        fetched(before, "before", "nothing"),
                        fetched(before, "since", "something"),
                        fetched(before, "since", "nothing"),
                        fetched(before, "list", "something"),
                        fetched(before, "list", "nothing")))
                .containsExactly(1.0, 0.0, 0.0, 1.0, 1.0, 2.0, 1.0, 1.0);
    }

    private double fetched(Metrics before, String page, String outcome) {
        return grown(before, "rapport_fetches_total{outcome=\"" + outcome + "\",page=\"" + page + "\"}");
    }

    /** Whichever layer told them. */
    @Test
    void refusals_areCountedByProblem() {
        assertThat(read().label("problem"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.urn().replace("urn:rapport:problem:", ""))
                        .toList());
        var client = world.pair().client();
        var before = read();
        world.nobody().get("/api/v1/me");
        assertThatThrownBy(() -> world.platform().connect()).isInstanceOf(TestSocket.Refused.class);
        client.get("/api/v1/conversations/stranger");
        client.get("/nowhere");
        client.messages("stranger", "?since=x");
        client.call("DELETE", "/api/v1/me", null);
        client.get("/api/v1/me");
        await().atMost(Duration.ofSeconds(10)).until(() -> refused(before, "method-not-allowed") == 1);
        assertThat(refused(before, "unauthenticated")).isEqualTo(1);
        assertThat(refused(before, "forbidden")).isEqualTo(1);
        assertThat(refused(before, "not-found")).isEqualTo(2);
        assertThat(refused(before, "invalid-parameter")).isEqualTo(1);
        assertThat(refused(before, "internal")).isZero();
    }

    private double refused(Metrics before, String problem) {
        return grown(before, "rapport_refusals_total{problem=\"" + problem + "\"}");
    }

    @Test
    void delivery_isTimedWhereThereIsASocket() {
        var pair = world.pair();
        var before = read();
        var count = "rapport_notification_delivery_seconds_count";
        try (var socket = pair.client().connect().ready()) {
            pair.coach().send(pair.client().id(), "hello");
            socket.awaitFrame(
                    TestSocket.notification(pair.client().id(), pair.coach().id(), "new-message"));
            // Its author has no socket here; and a hint is timed by nobody.
            pair.coach().post("/api/v1/conversations/" + pair.client().id() + "/typing");
            socket.awaitFrame(
                    TestSocket.notification(pair.client().id(), pair.coach().id(), "typing"));
            assertThat(grown(before, count)).isEqualTo(1);
            assertThat(grown(before, "rapport_notification_delivery_seconds_sum"))
                    .isBetween(0.0, 10.0);
        }
    }

    private double grown(Metrics before, String name) {
        return read().value(name).orElseThrow() - before.value(name).orElseThrow();
    }

    /** A name that does not exist makes an alarm that never rings. */
    @Test
    void monitoring_asksForWhatIsThere() {
        var pair = world.pair();
        try (var socket = pair.client().connect().ready()) {
            pair.coach().send(pair.client().id(), "hello");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var metrics = read();
                assertThat(metrics.names()).containsAll(Monitoring.metrics());
                assertThat(metrics.label("le")).containsAll(Monitoring.buckets());
            });
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void requests_areLabelledByTheTemplateOfTheirPath() {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "hello");
        pair.client().messages(pair.coach().id(), "?since=0");
        assertThat(read().label("uri")).contains("/conversations/{peerId}/messages");
    }

    /** Refused by each of the layers, or by none. */
    @Test
    void labels_holdNothingThatACallerWrote() {
        var mark = "mark" + UUID.randomUUID().toString().substring(0, 8);
        var pair = world.pair();
        var client = pair.client();
        var conversation = "/api/v1/conversations/" + mark;
        assertThat(client.get(conversation).status()).isEqualTo(404);
        assertThat(client.get(conversation + "/messages?since=" + mark).status())
                .isEqualTo(400);
        assertThat(client.get(conversation + "/nothing").status()).isEqualTo(404);
        assertThat(client.call("DELETE", conversation, null).status()).isEqualTo(405);
        assertThat(client.call("POST", conversation + "/messages", "x", "Content-Type", "text/" + mark)
                        .status())
                .isEqualTo(415);
        assertThat(client.get("/api/v1/platform/users/" + mark).status()).isEqualTo(403);
        assertThat(world.platform()
                        .post("/api/v1/platform/users/" + mark + "/revoke")
                        .status())
                .isEqualTo(204);
        assertThat(world.nobody().get(conversation).status()).isEqualTo(401);
        assertThat(world.nobody().get("/" + mark).status()).isEqualTo(404);
        assertThat(world.nobody().get("/assets/" + mark).status()).isEqualTo(404);
        world.nobody().get("/ws?" + mark);
        world.nobody().call(mark, conversation, null);
        world.nobody().call("OPTIONS", conversation, null, "Origin", "https://" + mark + ".example");
        try (var socket = client.connect().ready()) {
            assertThat(read().text())
                    .doesNotContain(mark, client.id(), pair.coach().id());
            assertThat(socket.isOpen()).isTrue();
        }
    }

    /** Nothing is answered to them. */
    @Test
    void labels_ofRequestsThatWereBrokenOff_holdNothingOfThem() throws IOException {
        var mark = "MARK" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        var client = world.pair().client();
        for (var method : List.of("POST", mark)) {
            try (var raw = new Socket(world.base().getHost(), world.base().getPort())) {
                raw.getOutputStream()
                        .write((method + " /api/v1/conversations/" + mark + "/messages HTTP/1.1\r\nHost: x\r\n"
                                        + "Authorization: Bearer " + client.token()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                // A close with this is a reset.
                raw.setSoLinger(true, 0);
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> read().text().contains("status=\"RESET\""));
        assertThat(read().text()).doesNotContain(mark);
    }

    private Metrics read() {
        return Metrics.of(management);
    }
}
