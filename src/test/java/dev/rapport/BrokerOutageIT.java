package dev.rapport;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.Deployment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages posted while the broker is away are accepted at once, and notified when it is back. */
class BrokerOutageIT {
    @Test
    void broker_comingBackBringsWhatWaitedInTheOutbox() throws Exception {
        try (var deployment = new Deployment();
                var replica = deployment.replica("outage")) {
            var pair = deployment.world(replica).pair();
            var client = pair.client();
            var coach = pair.coach();
            try (var socket = coach.connect().ready()) {
                client.send(coach.id(), "before");
                var told = notification(coach.id(), client.id(), "new-message");
                socket.awaitFrame(told);

                deployment.stopBroker();
                // Longer than the relay waits for the broker to accept a batch.
                await().pollInterval(Duration.ofMillis(500))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            assertThat(client.send(coach.id(), "meanwhile").status())
                                    .isEqualTo(201);
                            assertThat(replica.isReady()).isTrue();
                            return replica.log().contains("Notifications wait in the outbox");
                        });
                var heard = socket.heard().size();
                deployment.startBroker();
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(socket.heard().size()).isGreaterThan(heard));
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(replica.log()).contains("Notifications are relayed again"));

                var again = socket.heard().size();
                client.send(coach.id(), "after");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(socket.heard().size()).isGreaterThan(again));
            }
        }
    }
}
