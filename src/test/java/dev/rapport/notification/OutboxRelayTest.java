package dev.rapport.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.SchedulerResumed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Many rows at once, and several relays. */
@QuarkusTest
@TestProfile(OutboxRelayTest.ThreeRelays.class)
class OutboxRelayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A connection for each of them. */
    public static final class ThreeRelays implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.relay.jdbc.max-size", "6");
        }
    }

    @Inject
    OutboxStore store;

    @Inject
    Broker broker;

    @Inject
    PublishTrace trace;

    @Inject
    NotificationConfig config;

    @Inject
    MeterRegistry meters;

    private final World world = World.ofTestApplication();

    /** Fault 14: the application's own relay and two more. */
    @Test
    void threeRelays_takeDisjointBatches() throws Exception {
        int rows = 5_000;
        var others = Stream.generate(() -> new OutboxRelay(store, broker, trace, config, new SimpleMeterRegistry()))
                .limit(2)
                .toList();
        try (var client = new BrokerClient(ConfigProvider.getConfig().getValue("amqp-port", Integer.class));
                var database = Database.asSuperuser()) {
            others.forEach(relay -> relay.start(SchedulerResumed.INSTANCE));
            insert(database, "three-relays", rows);
            await().atMost(PATIENCE).until(() -> waiting(database) == 0);
            await().atMost(PATIENCE).until(() -> told(client).size() >= rows);
            assertThat(told(client)).hasSize(rows).doesNotHaveDuplicates();
        } finally {
            for (var relay : others) {
                relay.stop(new ShutdownEvent());
            }
        }
    }

    /** Fault 13. */
    @Test
    void burst_reachesEverySocketAndLeavesNothing() throws Exception {
        int people = 20;
        int each = 1_000;
        var clients = new ArrayList<ChatClient>();
        var sockets = new ArrayList<TestSocket>();
        try (var database = Database.asSuperuser()) {
            for (int i = 0; i < people; i++) {
                var client = world.pair().client();
                clients.add(client);
                sockets.add(client.connect().ready());
            }
            await().atMost(PATIENCE).until(() -> waiting(database) == 0);
            var told = lag();
            database.update(
                    """
                    insert into outbox (user_id, sender, content)
                    select person, 'burst-' || row % 10, 'new-message'
                    from unnest(cast(string_to_array(?, ',') as text[])) person, generate_series(1, ?) row
                    """, String.join(",", clients.stream().map(ChatClient::id).toList()), each);
            await().atMost(PATIENCE).until(() -> waiting(database) == 0);
            assertThat(lag() - told).isEqualTo(people * each);
            for (int i = 0; i < people; i++) {
                // A socket may tell twice the same no more than once.
                for (var frame : frames(clients.get(i))) {
                    sockets.get(i).awaitFrame(frame);
                }
                assertThat(sockets.get(i).isOpen()).isTrue();
            }
        } finally {
            sockets.forEach(TestSocket::close);
        }
    }

    private static List<String> frames(ChatClient person) {
        return IntStream.range(0, 10)
                .mapToObj(sender -> TestSocket.notification(person.id(), "burst-" + sender, "new-message"))
                .toList();
    }

    private static void insert(Database database, String user, int rows) throws SQLException {
        database.update(
                "insert into outbox (user_id, sender, content) select ?, 's' || row, 'new-message' from generate_series(1, ?) row",
                user,
                rows);
    }

    private static List<String> told(BrokerClient client) {
        return client.bodies().stream()
                .filter(body -> body.contains("three-relays"))
                .toList();
    }

    private static int waiting(Database database) throws SQLException {
        return Integer.parseInt(database.value("select count(*) from outbox"));
    }

    private long lag() {
        return meters.get("rapport.notification.lag").timer().count();
    }
}
