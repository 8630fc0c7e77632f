package dev.rapport.notification;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.conversation.ConversationEvent;
import dev.rapport.conversation.ConversationEvent.ConversationRead;
import dev.rapport.identity.UserId;
import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to the broker from memory, when nothing is swept. */
@QuarkusTest
@TestProfile(CommittedNotificationTest.NothingIsSwept.class)
class CommittedNotificationTest {
    public static final class NothingIsSwept implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.notification.sweep-interval", "1h", "rapport.notification.batch-size", "3");
        }
    }

    @Inject
    Event<ConversationEvent> events;

    @Inject
    OutboxStore store;

    @Inject
    Broker link;

    private final World world = World.ofTestApplication();
    private final Database database = Database.asSuperuser();
    private final BrokerClient broker =
            new BrokerClient(ConfigProvider.getConfig().getValue("amqp-port", Integer.class));
    private World.Pair pair;
    private String client;
    private String coach;

    /** What is committed before would wait for the sweep. */
    @BeforeEach
    void attached() {
        await().until(link::isAttached);
        pair = world.pair();
        client = pair.client().id();
        coach = pair.coach().id();
    }

    @AfterEach
    void close() throws SQLException {
        broker.close();
        database.close();
    }

    private long toldOf(String kind) {
        return broker.bodies().stream()
                .filter(
                        List.of(
                                TestSocket.notification(client, coach, kind),
                                TestSocket.notification(coach, client, kind))::contains)
                .count();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(
                        database.value("select count(*) from outbox where user_id in (?, ?)", client, coach))
                .isEqualTo("0"));
    }

    @Test
    void committed_isToldAndLeavesTheOutbox() {
        assertThat(pair.client().send(coach, "one").status()).isEqualTo(201);
        assertThat(pair.client().edit(coach, 1, "two").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(toldOf("message-changed")).isEqualTo(2));
        assertThat(toldOf("new-message")).isEqualTo(1);
        assertThat(toldOf("own-message")).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void refused_isNotTold() {
        assertThat(pair.client().send(coach, "one").status()).isEqualTo(201);
        world.end(pair.assignmentId());
        await().untilAsserted(() -> assertThat(toldOf("assignment")).isGreaterThanOrEqualTo(2));
        assertProblem(pair.client().send(coach, "two"), "not-found");
        pastAll();
        assertThat(toldOf("new-message")).isEqualTo(1);
    }

    @Test
    void rolledBack_isNotTold() {
        var read = new ConversationRead(new UserId(client), new UserId(coach));
        QuarkusTransaction.begin();
        events.fire(read);
        QuarkusTransaction.rollback();
        pastAll();
        assertThat(toldOf("read")).isZero();
        QuarkusTransaction.requiringNew().run(() -> events.fire(read));
        await().untilAsserted(() -> assertThat(toldOf("read")).isEqualTo(2));
    }

    /** More than a batch takes, committed at once. */
    @Test
    void manyAtOnce_areAllTold() {
        var times = 100;
        QuarkusTransaction.requiringNew().run(() -> {
            for (var i = 0; i < times; i++) {
                events.fire(new ConversationRead(new UserId(client), new UserId(coach)));
            }
        });
        await().untilAsserted(() -> assertThat(toldOf("read")).isEqualTo(2 * times));
        assertNothingIsLeft();
    }

    /** Whatever was given to the relay before is told by now: it keeps the order. */
    private void pastAll() {
        var others = world.pair();
        others.client().send(others.coach().id(), "last");
        await().until(() -> broker.bodies()
                .contains(TestSocket.notification(
                        others.coach().id(), others.client().id(), "new-message")));
    }

    /** Else each would be told twice, by who stored it and by who sweeps meanwhile. */
    @Test
    void sweep_leavesWhatIsNew() throws Exception {
        var swept = new ArrayList<String>();
        database.update(
                "insert into outbox (user_id, sender, content, created_at) values (?, 'new', 'read', now() - interval '1 minute'),"
                        + " (?, 'old', 'read', now() - interval '10 minutes')",
                client,
                client);
        store.take(
                Duration.ofMinutes(5),
                1_000,
                batch -> batch.stream()
                        .map(Waiting::notification)
                        .filter(notification -> notification.recipient().value().equals(client))
                        .forEach(notification -> swept.add(notification.sender().value())));
        assertThat(swept).containsExactly("old");
        database.update("delete from outbox where user_id = ?", client);
    }
}
