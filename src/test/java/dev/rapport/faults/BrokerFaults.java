package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.Proxy;
import dev.rapport.testsupport.Proxy.Verdict;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The broker is away, hangs, is full or refuses: messages are accepted all the same, and told when it is back. */
final class BrokerFaults {
    static final List<Fault> ALL = List.of(
            Fault.of("1", "broker killed", "201; ready, not push; told when it is back", BrokerFaults::killed)
                    .always(),
            Fault.of("2", "no broker at the start", "starts and serves", BrokerFaults::awayAtTheStart),
            Fault.of("3", "acceptance lost", "sent again; one message, perhaps two hints", BrokerFaults::acceptanceLost)
                    .always(),
            Fault.of(
                    "4",
                    "broker restarts while a replica sleeps",
                    "the replica has its sockets fetch",
                    BrokerFaults::sleepThrough),
            Fault.of("5", "broker hangs", "the median of sends stays", BrokerFaults::hangs)
                    .always(),
            Fault.of("6", "broker's disk is full", "the outbox grows and says so", BrokerFaults::full),
            Fault.of("7", "broker away for long", "still reconnects", BrokerFaults::awayForLong),
            Fault.of(
                    "8", "broker refuses the password", "ready, not push; no password in a log", BrokerFaults::refuses),
            Fault.of("15", "relay killed before its commit", "another relay sends again", BrokerFaults::relayKilled),
            Fault.of(
                            "40",
                            "one replica cut off from the broker",
                            "it says that it is deaf, its sockets fetch",
                            BrokerFaults::oneReplicaDeaf)
                    .always());

    private static final String RESYNC = "{\"content\":\"resync\"}";
    private static final int SENDS = 50;
    private static final int BEYOND_CREDIT = 5_000;

    private BrokerFaults() {}

    private static void killed(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.broker().kill();
        for (var i = 0; i < SENDS; i++) {
            scene.accepted(stage.members().get(i % 2));
        }
        for (var member : stage.members()) {
            scene.within(
                    Duration.ofSeconds(15),
                    () -> assertThat(member.health("group/push")).isEqualTo(503));
            assertThat(member.health("ready")).isEqualTo(200);
            assertThat(member.health("live")).isEqualTo(200);
        }
        assertThat(stage.waiting()).isGreaterThanOrEqualTo(SENDS);
        stage.broker().start();
        scene.drainedSoon();
        stage.members()
                .forEach(member ->
                        scene.soon(() -> assertThat(member.health("group/push")).isEqualTo(200)));
    }

    private static void awayAtTheStart(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.broker().kill();
        stage.b().restart(Map.of());
        scene.within(
                Duration.ofSeconds(60), () -> assertThat(stage.b().isReady()).isTrue());
        scene.accepted(stage.b());
        assertThat(stage.b().health("group/push")).isEqualTo(503);
        stage.broker().start();
        scene.drainedSoon();
        scene.soon(() -> assertThat(stage.b().health("group/push")).isEqualTo(200));
    }

    private static void acceptanceLost(Scene scene) throws Exception {
        var stage = scene.stage();
        for (var round = 0; round < 3; round++) {
            stage.members().forEach(member -> member.broker().mode(Proxy.Mode.LOSE_ANSWERS));
            scene.last(1, 3);
            scene.accepted(stage.a());
            stage.members().forEach(member -> member.broker().cut());
            stage.members().forEach(member -> member.broker().mode(Proxy.Mode.PASS));
            scene.drainedSoon();
        }
    }

    private static void sleepThrough(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.b().replica().freeze();
        for (var i = 0; i < SENDS; i++) {
            scene.accepted(stage.a());
        }
        stage.broker().kill();
        stage.broker().start();
        scene.last(1, 3);
        stage.b().replica().thaw();
    }

    private static void hangs(Scene scene) throws Exception {
        var stage = scene.stage();
        var calm = scene.history().now();
        scene.last(4, 10);
        var before = scene.median(calm);
        var frozen = scene.history().now();
        stage.broker().freeze();
        scene.last(12, 60);
        var meanwhile = scene.median(frozen);
        scene.history().note("median before " + before + ", while the broker hangs " + meanwhile);
        assertThat(meanwhile).isLessThan(before.multipliedBy(2).plusMillis(20));
        stage.members()
                .forEach(member -> assertThat(member.health("group/push")).isEqualTo(503));
        stage.broker().thaw();
        scene.drainedSoon();
    }

    private static void full(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.broker().full(true);
        // It gives no more credit, but what it gave counts: more rows than that.
        EventFaults.insert(stage, "nobody", BEYOND_CREDIT);
        scene.last(8, 20);
        scene.accepted(stage.a());
        assertThat(stage.waiting()).isPositive();
        assertThat(stage.a().meter("rapport_outbox_oldest_seconds")).isGreaterThan(2);
        assertThat(stage.a().isReady()).isTrue();
        stage.broker().full(false);
        scene.drainedSoon();
    }

    private static void awayForLong(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.broker().kill();
        scene.last(10, 60);
        stage.broker().start();
        scene.drainedSoon();
        stage.members()
                .forEach(member ->
                        scene.soon(() -> assertThat(member.health("group/push")).isEqualTo(200)));
    }

    private static void refuses(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.broker().refusesCredentials(true);
        stage.members()
                .forEach(member -> scene.within(
                        Duration.ofSeconds(15),
                        () -> assertThat(member.health("group/push")).isEqualTo(503)));
        scene.last(5, 15);
        scene.accepted(stage.a());
        assertThat(stage.a().isReady()).isTrue();
        stage.broker().refusesCredentials(false);
        scene.drainedSoon();
        for (var log : stage.logs().toList()) {
            assertThat(Files.readString(log)).doesNotContain(Stage.BROKER_PASSWORD);
        }
    }

    private static void relayKilled(Scene scene) throws Exception {
        var stage = scene.stage();
        stage.a().commits().arm("delete from outbox", Verdict.HOLD, 1);
        scene.until(Scene.SOON, () -> stage.a().commits().hits() > 0);
        stage.a().replica().kill();
        // The link would keep the dead relay's transaction alive.
        stage.a().database().cut();
        scene.drainedSoon();
    }

    private static void oneReplicaDeaf(Scene scene) throws Exception {
        var stage = scene.stage();
        var since = scene.history().now();
        stage.b().broker().mode(Proxy.Mode.BLACKHOLE);
        scene.until(Duration.ofSeconds(20), () -> scene.hasHeard(stage.b(), RESYNC, since));
        scene.within(
                Duration.ofSeconds(15),
                () -> assertThat(stage.b().health("group/push")).isEqualTo(503));
        assertThat(stage.b().isReady()).isTrue();
        assertThat(stage.b().meter("rapport_broker_attached")).isZero();
        assertThat(stage.a().health("group/push")).isEqualTo(200);
        scene.last(1, 40);
        stage.b().broker().mode(Proxy.Mode.PASS);
        scene.within(
                Duration.ofSeconds(15),
                () -> assertThat(stage.b().health("group/push")).isEqualTo(200));
    }
}
