package dev.rapport;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TraceReceiver;
import dev.rapport.testsupport.TraceReceiver.Span;
import dev.rapport.testsupport.World;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One message is one trace, whoever handles it, and the trace tells of nobody. */
class TraceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    private static Deployment deployment;
    private static TraceReceiver receiver;
    private static Replica first;
    private static Replica second;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        receiver = new TraceReceiver();
        first = traced("first");
        second = traced("second");
        world = deployment.world(first);
    }

    private static Replica traced(String name) {
        var settings = deployment.settings();
        settings.putAll(receiver.settings(name));
        return Replica.start(name, settings);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        receiver.close();
        deployment.close();
    }

    @Test
    void message_isOneTraceFromTheCallToTheSocketAtAnotherReplica() {
        var pair = world.pair();
        var client = pair.client();
        var coach = Deployment.at(second, pair.coach());
        try (var socket = coach.connect().ready()) {
            send(client, coach.id(), "traceparent", "00-" + TRACE + "-" + CALLER + "-01");
            socket.awaitFrame(notification(coach.id(), client.id(), "new-message"));
            var call = spanOf("POST /conversations/{peerId}/messages");
            assertThat(call.parent()).isEqualTo(CALLER);
            assertThat(call.replica()).isEqualTo("first");
            assertThat(call.attributes())
                    .containsOnlyKeys("http.request.method", "http.route", "http.response.status_code")
                    .containsEntry("http.route", "/conversations/{peerId}/messages");
            var push = spanOf("push notification");
            assertThat(push.replica()).isEqualTo("second");
            assertThat(push.attributes())
                    .containsOnlyKeys("rapport.kind", "rapport.sockets")
                    .containsEntry("rapport.kind", "new-message");
            var publish = receiver.spans().stream()
                    .filter(span -> span.id().equals(push.parent()))
                    .findFirst()
                    .orElseThrow();
            assertThat(publish.name()).isEqualTo("publish notification");
            assertThat(publish.trace()).isEqualTo(TRACE);
            assertThat(publish.parent()).isEqualTo(call.id());
            assertThat(publish.attributes()).containsOnlyKeys("rapport.kind");
        }
    }

    /** The one span of that name in the trace. */
    private static Span spanOf(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> receiver.spans().stream()
                                .filter(span -> span.trace().equals(TRACE)
                                        && span.name().equals(name))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    /** Ids stand in addresses, and whoever calls may write what they like where a trace comes in. */
    @Test
    void trace_tellsNeitherWhoNorWhat() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach().id();
        var mark = "mark" + UUID.randomUUID().toString().replace("-", "");
        send(client, coach, "tracestate", "a=" + mark, "baggage", "b=" + mark, "X-Request-Id", mark);
        client.get("/api/v1/" + mark + "?x=" + mark);
        client.messages(mark, "?since=" + mark);
        client.call("DELETE", "/api/v1/conversations/" + mark, null, "User-Agent", mark);
        world.nobody().get("/api/v1/conversations/" + mark);
        world.nobody().call(mark, "/api/v1/me", null);
        var last = client.get("/api/v1/me/" + mark);
        assertThat(last.status()).isEqualTo(404);
        await().atMost(PATIENCE).until(() -> names().contains("other other"));
        await().atMost(PATIENCE).until(() -> names().contains("GET other"));
        assertThat(new String(receiver.bytes(), StandardCharsets.ISO_8859_1))
                .contains("POST /conversations/{peerId}/messages")
                .doesNotContain(mark, client.id(), coach, "127.0.0.1", "good morning");
        assertThat(names())
                .allMatch(name ->
                        name.matches("[A-Z]+ (/[a-z{][A-Za-z{}/-]*|other)|other other|(publish|push) notification"));
    }

    private static List<String> names() {
        return receiver.spans().stream().map(Span::name).toList();
    }

    @Test
    void message_atAReplicaWithoutTracesLeavesNone() {
        try (var silent = deployment.replica("silent");
                var broker = new BrokerClient(deployment.amqpPort())) {
            var pair = deployment.world(silent).pair();
            send(
                    pair.client(),
                    pair.coach().id(),
                    "traceparent",
                    "00-" + TRACE.replace('0', '1') + "-" + CALLER + "-01");
            var told = notification(pair.coach().id(), pair.client().id(), "new-message");
            await().atMost(PATIENCE).until(() -> broker.bodies().contains(told));
            assertThat(broker.messages())
                    .filteredOn(message -> message.bodyAsString().equals(told))
                    .allSatisfy(message ->
                            assertThat(message.applicationProperties()).isNull());
        }
    }

    private static void send(ChatClient client, String peer, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Idempotency-Key", UUID.randomUUID().toString()));
        assertThat(client.post(
                                ChatClient.messages(peer),
                                new JsonObject().put("text", "good morning"),
                                all.toArray(String[]::new))
                        .status())
                .isEqualTo(201);
    }
}
