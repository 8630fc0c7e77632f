package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.BrokerClient;
import io.vertx.amqp.AmqpMessage;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Events that nobody ordered, or far too many of them. */
final class EventFaults {
    static final List<Fault> ALL = List.of(
            Fault.of("9", "poison events", "dropped and counted; the next one arrives", EventFaults::poison),
            Fault.of("10-12", "doubled, early and strange events", "two hints, one message", EventFaults::strange),
            Fault.of("13", "20,000 events at once", "told or coalesced; memory stays", EventFaults::burst),
            Fault.of("14", "two relays", "disjoint batches, none left out", EventFaults::twoRelays),
            Fault.of(
                    "16",
                    "an outbox that was long",
                    "its rows are gone, and its space after a vacuum",
                    EventFaults::longOutbox));

    /** Whom these rows name as senders, all different so that none is coalesced. */
    static final String INSERTED = "sender-";

    private static final int BURST = 20_000;
    private static final int ROWS = 5_000;
    private static final int LONG = 100_000;
    private static final Duration BURST_PATIENCE = Duration.ofSeconds(60);

    private EventFaults() {}

    private static void poison(Scene scene) throws Exception {
        var stage = scene.stage();
        var id = scene.person(0).id();
        var poison = List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"user-id\":\"" + id + "\"}",
                "{\"user-id\":1,\"sender\":\"9\",\"content\":\"new-message\"}",
                "{\"user-id\":\"" + id + "\",\"sender\":\"9\",\"content\":\"a new kind\"}",
                "{\"user-id\":\"" + id + "\",\"sender\":\"9\",\"content\":\"new-message\",\"text\":\"hello\"}",
                "x".repeat(1024 * 1024));
        var before = stage.members().stream()
                .map(member -> member.meter("rapport_notifications_dropped_total"))
                .toList();
        try (var client = new BrokerClient(stage.deployment().amqpPort())) {
            poison.forEach(client::publish);
            client.publishBinary(new byte[] {0, (byte) 0xff, 1});
        }
        for (var i = 0; i < before.size(); i++) {
            var member = stage.members().get(i);
            var expected = before.get(i) + poison.size() + 1;
            scene.soon(() -> assertThat(member.meter("rapport_notifications_dropped_total"))
                    .isEqualTo(expected));
        }
        stage.members()
                .forEach(member -> assertThat(member.health("group/push")).isEqualTo(200));
    }

    private static void strange(Scene scene) throws Exception {
        var stage = scene.stage();
        var person = scene.person(0);
        try (var client = new BrokerClient(stage.deployment().amqpPort())) {
            for (var i = 0; i < 3; i++) {
                client.publish(AmqpMessage.create()
                        .id("the-same")
                        .withBody(told(person.id(), person.peer()))
                        .build());
            }
            // Before the message itself is there.
            client.publish(told(person.peer(), person.id()));
            scene.accepted(stage.a());
            client.publish(told("nobody-knows-them", person.id()));
        }
        scene.acceptedSoon();
        for (var log : stage.logs().toList()) {
            assertThat(Files.readString(log)).doesNotContain("nobody-knows-them");
        }
    }

    private static String told(String recipient, String sender) {
        return "{\"user-id\":\"" + recipient + "\",\"sender\":\"" + sender + "\",\"content\":\"new-message\"}";
    }

    /** All to one person, and no two alike. */
    private static void burst(Scene scene) throws Exception {
        var stage = scene.stage();
        insert(stage, scene.person(0).id(), BURST);
        scene.within(BURST_PATIENCE, () -> assertThat(stage.waitingOf(INSERTED)).isZero());
        scene.acceptedSoon();
        for (var log : stage.logs().toList()) {
            assertThat(Files.readString(log)).doesNotContain("SRMSG00034").doesNotContain("OutOfMemory");
        }
    }

    private static void twoRelays(Scene scene) throws Exception {
        var stage = scene.stage();
        try (var client = new BrokerClient(stage.deployment().amqpPort())) {
            insert(stage, "nobody", ROWS);
            scene.within(
                    BURST_PATIENCE, () -> assertThat(stage.waitingOf(INSERTED)).isZero());
            scene.soon(() -> assertThat(Set.copyOf(toNobody(client))).hasSize(ROWS));
            assertThat(toNobody(client))
                    .as("none is sent twice while nothing fails")
                    .hasSize(ROWS);
        }
    }

    private static List<String> toNobody(BrokerClient client) {
        return client.bodies().stream()
                .filter(body -> body.contains("\"nobody\""))
                .toList();
    }

    private static void longOutbox(Scene scene) throws Exception {
        var stage = scene.stage();
        insert(stage, "nobody", LONG);
        scene.within(
                Duration.ofMinutes(4),
                () -> assertThat(stage.waitingOf(INSERTED)).isZero());
        try (var database = stage.superuser()) {
            // The file shrinks only when its last page is empty at that moment, and new rows keep coming.
            scene.soon(() -> {
                database.update("vacuum outbox");
                assertThat(Long.parseLong(database.value("select pg_relation_size('outbox')")))
                        .isLessThan(1024 * 1024);
            });
        }
    }

    static void insert(Stage stage, String recipient, int rows) throws Exception {
        try (var database = stage.superuser()) {
            database.update(
                    "insert into outbox (user_id, sender, content)" + " select ?, '" + INSERTED
                            + "' || i, 'new-message' from generate_series(1, ?) i",
                    recipient,
                    rows);
        }
    }
}
