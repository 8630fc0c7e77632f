package dev.rapport;

import static dev.rapport.testsupport.TestSocket.RESYNC;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Metrics;
import dev.rapport.testsupport.Proxy;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages posted while the broker is away are accepted at once, and notified when it is back. */
class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** P4: after a fault is over. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    /** Faults 1, 2 and 7. */
    @Test
    void broker_comingBackBringsWhatWaitedInTheOutbox() throws Exception {
        try (var deployment = new Deployment()) {
            deployment.stopBroker();
            try (var replica = deployment.replica("outage")) {
                var pair = deployment.world(replica).pair();
                var client = pair.client();
                var coach = pair.coach();
                assertThat(client.send(coach.id(), "there is no broker yet").status())
                        .isEqualTo(201);
                deployment.startBroker();
                await().atMost(PATIENCE).until(() -> isUp(replica, "group/push"));
                try (var socket = coach.connect().ready()) {
                    client.send(coach.id(), "before");
                    var told = notification(coach.id(), client.id(), "new-message");
                    socket.awaitFrame(told);
                    // Else the next outage would be one with this.
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(about(replica, "are relayed again"))
                                    .hasSize(1));

                    deployment.stopBroker();
                    await().atMost(PATIENCE).until(() -> {
                        assertThat(client.send(coach.id(), "meanwhile").status())
                                .isEqualTo(201);
                        assertThat(isUp(replica, "ready")).isTrue();
                        assertThat(isUp(replica, "live")).isTrue();
                        return !isUp(replica, "group/push");
                    });
                    assertThat(Metrics.of(replica.management()).value("rapport_broker_attached"))
                            .hasValue(0);
                    await().atMost(PATIENCE).until(() -> {
                        var metrics = Metrics.of(replica.management());
                        return metrics.value("rapport_outbox_rows").orElse(0) > 0
                                && metrics.value("rapport_outbox_oldest_seconds")
                                                .orElse(0)
                                        > 1
                                && metrics.value("rapport_relay_failures_total").orElse(0) > 0;
                    });
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(socket.frames()).contains(RESYNC));

                    var heard = socket.heard().size();
                    var resyncs = resyncs(socket);
                    deployment.startBroker();
                    await().atMost(RECOVERY)
                            .untilAsserted(() -> assertThat(socket.heard()).hasSizeGreaterThan(heard));
                    await().atMost(RECOVERY).until(() -> resyncs(socket) > resyncs);
                    await().atMost(PATIENCE).until(() -> isUp(replica, "group/push"));
                    assertThat(Metrics.of(replica.management()).value("rapport_broker_attached"))
                            .hasValue(1);

                    var again = socket.heard().size();
                    client.send(coach.id(), "after");
                    await().atMost(RECOVERY)
                            .untilAsserted(() -> assertThat(socket.heard()).hasSizeGreaterThan(again));
                }
                // Two outages, each with a line of the relay when it begins and one when it is over, and as much of the
                // listener for one that lasts; nothing for each attempt.
                await().atMost(RECOVERY)
                        .untilAsserted(() -> assertThat(about(replica, "otifications wait|are relayed again"))
                                .hasSize(4));
                assertThat(about(replica, "(INFO|WARN|ERROR) .*(notification|vertx|proton|smallrye|micrometer)\\."))
                        .hasSizeBetween(6, 8);
            }
        }
    }

    /** Fault 40: one replica is cut off from the broker, and nobody tells it. */
    @Test
    void replicaThatIsCutOff_saysSoAndItsSocketsAreToldToFetch() throws Exception {
        try (var deployment = new Deployment();
                var proxy = new Proxy(deployment.amqpPort());
                var whole = deployment.replica("whole")) {
            var settings = deployment.settings();
            settings.put("AMQP_PORT", Integer.toString(proxy.port()));
            try (var cutOff = Replica.start("cut-off", settings)) {
                await().atMost(PATIENCE).until(() -> isUp(cutOff, "group/push"));
                var pair = deployment.world(whole).pair();
                var client = pair.client();
                var coach = Deployment.at(cutOff, pair.coach());
                var told = notification(coach.id(), client.id(), "new-message");
                try (var socket = coach.connect().ready()) {
                    client.send(coach.id(), "before");
                    socket.awaitFrame(told);
                    var resyncs = resyncs(socket);

                    proxy.mode(Proxy.Mode.BLACKHOLE);
                    client.send(coach.id(), "not told");
                    await().atMost(RECOVERY).until(() -> resyncs(socket) > resyncs);
                    assertThat(isUp(cutOff, "group/push")).isFalse();
                    assertThat(isUp(cutOff, "ready")).isTrue();
                    assertThat(isUp(whole, "group/push")).isTrue();
                    assertThat(coach.texts(client.id(), "?since=0")).containsExactly("before", "not told");
                    // And again, for as long as it lasts.
                    await().atMost(PATIENCE).until(() -> resyncs(socket) > resyncs + 1);

                    var during = resyncs(socket);
                    var heard = socket.heard().size();
                    proxy.mode(Proxy.Mode.PASS);
                    await().atMost(RECOVERY).until(() -> isUp(cutOff, "group/push"));
                    await().atMost(RECOVERY).until(() -> resyncs(socket) > during);
                    client.send(coach.id(), "told again");
                    await().atMost(RECOVERY)
                            .untilAsserted(() -> assertThat(socket.heard()).hasSizeGreaterThan(heard));
                }
            }
        }
    }

    private static boolean isUp(Replica replica, String health) {
        var request = HttpRequest.newBuilder(replica.management().resolve("/q/health/" + health))
                .build();
        return ChatClient.call(request).status() == 200;
    }

    private static long resyncs(TestSocket socket) {
        return socket.frames().stream().filter(RESYNC::equals).count();
    }

    private static Stream<String> about(Replica replica, String pattern) {
        return replica.log().lines().filter(line -> line.matches(".*(" + pattern + ").*"));
    }
}
