package dev.rapport.realtime;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.Log;
import dev.rapport.testsupport.World;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another program at the broker can and cannot do to this replica's sockets. */
@QuarkusTest
class FanoutTest {
    private final World world = World.ofTestApplication();
    private BrokerClient broker;

    @BeforeEach
    void connect() {
        broker = new BrokerClient(ConfigProvider.getConfig().getValue("amqp-port", Integer.class));
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void malformedEvents_areCountedAndDroppedAndNeverStopTheChannel() {
        var pair = world.pair();
        var user = pair.client().id();
        var before = dropped();
        try (var socket = pair.client().connect().ready()) {
            for (var malformed : new String[] {
                "",
                "null",
                "not json",
                "[]",
                "{}",
                "{\"user-id\":\"" + user + "\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":9,\"content\":\"new-message\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\",\"content\":\"unknown-kind\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\",\"content\":\"new-message\",\"text\":\"hello\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\",\"sender\":\"8\",\"content\":\"new-message\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\",\"content\":\"new-message\"} {}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9 9\",\"content\":\"new-message\"}",
                "{\"user-id\":\"" + user + "\",\"sender\":\"9\",\"content\":\"new-message\"" + " ".repeat(1024) + "}"
            }) {
                broker.publish(malformed);
            }
            broker.publishBinary(new byte[] {(byte) 0xff, 0, 1});
            broker.publish(AmqpMessage.create().withIntegerAsBody(42).build());
            broker.publish(AmqpMessage.create()
                    .withJsonArrayAsBody(new JsonArray().add(1))
                    .build());
            broker.publish("x".repeat(1024 * 1024));
            var good = notification(user, "9", "new-message");
            broker.publish(good);
            socket.awaitFrame(good);
            assertThat(socket.heard()).containsExactly(good);
            assertThat(dropped() - before).isEqualTo(18);
        }
    }

    /** Faults 10 to 12. */
    @Test
    void doubledEventsAndThoseOfUnknownUsers_harmNobody() {
        var pair = world.pair();
        var user = pair.client().id();
        try (var socket = pair.client().connect().ready();
                var log = new Log()) {
            broker.publish(notification("nobody-" + user, "9", "new-message"));
            var doubled = AmqpMessage.create()
                    .id("one")
                    .withBody(notification(user, "9", "new-message"))
                    .build();
            broker.publish(doubled);
            broker.publish(doubled);
            var last = notification(user, "9", "read");
            broker.publish(last);
            socket.awaitFrame(last);
            assertThat(socket.heard()).containsOnly(notification(user, "9", "new-message"), last);
            assertThat(log.entries()).noneMatch(entry -> entry.contains(user));
        }
    }

    @Test
    void event_isForwardedByteForByteWhateverItsEncoding() {
        var pair = world.pair();
        var spaced = "{ \"content\": \"typing\", \"sender\":\"9\", \"user-id\": \""
                + pair.client().id() + "\" }";
        try (var socket = pair.client().connect().ready()) {
            broker.publish(spaced);
            socket.awaitFrame(spaced);
            var binary = notification(pair.client().id(), "9", "presence");
            broker.publishBinary(binary.getBytes(StandardCharsets.UTF_8));
            socket.awaitFrame(binary);
            var json = notification(pair.client().id(), "9", "read");
            broker.publish(AmqpMessage.create()
                    .withJsonObjectAsBody(new JsonObject(json))
                    .build());
            socket.awaitFrame(json);
        }
    }

    @Test
    void forgedEvents_closeNobody() {
        var pair = world.pair();
        var user = pair.client().id();
        try (var socket = pair.client().connect().ready()) {
            broker.publish(notification(user, user, "session-revoked"));
            broker.publish(notification(user, pair.coach().id(), "assignment"));
            socket.awaitFrame(notification(user, pair.coach().id(), "assignment"));
            // A real end of somebody else is acted upon: so the forged ones have been looked into by then.
            var other = world.pair();
            var otherSocket = other.client().connect().ready();
            world.end(other.assignmentId());
            assertThat(otherSocket.closeCode(Duration.ofSeconds(5))).isEqualTo(4403);
            assertThat(socket.isOpen()).isTrue();
        }
    }

    private static double dropped() {
        return Metrics.globalRegistry
                .get("rapport.notifications.dropped")
                .counter()
                .count();
    }

    @Test
    void published_isExactlyTheThreeFieldsAndDurable() {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "hello");
        var told = notification(pair.coach().id(), pair.client().id(), "new-message");
        await().until(() -> broker.bodies().contains(told));
        assertThat(broker.messages())
                .filteredOn(message -> message.bodyAsString().equals(told))
                .allSatisfy(message -> assertThat(message.isDurable()).isTrue());
    }
}
