package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.amqp.AmqpMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** That somebody is writing: told to the other, now or never, and stored nowhere. */
@QuarkusTest
class TypingTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ChatClient client = pair.client();
    private final ChatClient coach = pair.coach();
    private final String told = notification(coach.id(), client.id(), "typing");

    private int type() {
        return client.post("/api/v1/conversations/" + coach.id() + "/typing").status();
    }

    @Test
    void typing_reachesThePeerAloneAndAtMostOnceInThreeSeconds() {
        try (var coachSocket = coach.connect().ready();
                var clientSocket = client.connect().ready()) {
            var from = System.nanoTime();
            assertThat(type()).isEqualTo(202);
            coachSocket.awaitFrame(told);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                assertThat(type()).isEqualTo(202);
                return Collections.frequency(coachSocket.frames(), told) == 2;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
            assertThat(clientSocket.heard()).isEmpty();
        }
    }

    @Test
    void typing_ofOneHoldsNobodyElseBack() {
        var other = world.assign(client, world.person("coach")).coach();
        try (var coachSocket = coach.connect().ready();
                var otherSocket = other.connect().ready();
                var clientSocket = client.connect().ready()) {
            assertThat(type()).isEqualTo(202);
            client.post("/api/v1/conversations/" + other.id() + "/typing");
            coach.post("/api/v1/conversations/" + client.id() + "/typing");
            coachSocket.awaitFrame(told);
            otherSocket.awaitFrame(notification(other.id(), client.id(), "typing"));
            clientSocket.awaitFrame(notification(client.id(), coach.id(), "typing"));
        }
    }

    @Test
    void typing_isNotStored() throws SQLException {
        try (var broker = new BrokerClient(ConfigProvider.getConfig().getValue("amqp-port", Integer.class));
                var database = Database.asSuperuser()) {
            var version = database.value("select version from conversation where ? in (user_a, user_b)", client.id());
            assertThat(type()).isEqualTo(202);
            await().until(() -> broker.bodies().contains(told));
            assertThat(broker.messages())
                    .filteredOn(message -> message.bodyAsString().equals(told))
                    .noneMatch(AmqpMessage::isDurable);
            assertThat(database.value("select version from conversation where ? in (user_a, user_b)", client.id()))
                    .isEqualTo(version);
        }
    }

    @Test
    void typing_doesNotWaitForTheConversation() throws SQLException {
        try (var database = Database.asSuperuser()) {
            database.connection().setAutoCommit(false);
            database.value("select id from conversation where ? in (user_a, user_b) for update", client.id());
            assertThat(type()).isEqualTo(202);
            database.rollback();
        }
    }

    @Test
    void typing_whenTheRightHasEndedIsNotFound() {
        assertThat(type()).isEqualTo(202);
        world.end(pair.assignmentId());
        assertProblem(client.post("/api/v1/conversations/" + coach.id() + "/typing"), "not-found");
    }
}
