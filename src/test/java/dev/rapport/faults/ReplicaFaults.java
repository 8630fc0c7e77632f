package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.faults.History.Event;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.TestSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.NumericDate;

/** A replica is killed, told to go, or sleeps; and what only several of them show. */
final class ReplicaFaults {
    static final List<Fault> ALL = List.of(
            Fault.of("28", "replica killed", "everybody is served by the other", ReplicaFaults::killed)
                    .always(),
            Fault.of("29", "replica told to go", "not ready, 1012, ends in time", ReplicaFaults::terminated)
                    .always(),
            Fault.of("P1", "everything killed", "what was answered is there", ReplicaFaults::everythingKilled)
                    .always(),
            Fault.of("30", "replica sleeps", "caught up, or closed, when it wakes", ReplicaFaults::sleeps),
            Fault.of("34", "sockets cut again and again", "nobody notices", ReplicaFaults::cutAgainAndAgain),
            Fault.of("37", "two sockets of one person", "each is told; one may go", ReplicaFaults::twoSockets),
            Fault.of("39", "posted at one, told at the other", "within a second", ReplicaFaults::acrossReplicas),
            Fault.of("42", "clocks that differ", "5 s are forgiven; order is by number", ReplicaFaults::skewedClocks));

    /** Well before the grace of 30 s that Kubernetes gives. */
    private static final Duration EXIT = Duration.ofSeconds(25);

    private static final int SENDS = 100;

    private ReplicaFaults() {}

    private static void killed(Scene scene) throws Exception {
        scene.stage().b().replica().kill();
        scene.last(4, 10);
    }

    private static void everythingKilled(Scene scene) {
        var stage = scene.stage();
        stage.members().forEach(member -> member.replica().kill());
        stage.broker().kill();
        stage.database().kill();
    }

    private static void terminated(Scene scene) throws Exception {
        var stage = scene.stage();
        var there = openAt(scene, stage.b());
        assertThat(there).as("sockets there").isNotEmpty();
        stage.b().replica().terminate();
        scene.until(Duration.ofSeconds(5), () -> stage.b().health("ready") != 200);
        stage.b().replica().awaitExit(EXIT);
        var codes = new HashMap<String, Integer>();
        scene.soon(() -> {
            scene.history()
                    .all(Event.Closed.class)
                    .filter(closed -> there.contains(closed.person() + " " + closed.socket()))
                    .forEach(closed -> codes.put(closed.person() + " " + closed.socket(), closed.code()));
            assertThat(codes.keySet()).containsExactlyInAnyOrderElementsOf(there);
        });
        assertThat(codes.values()).containsOnly(1012);
    }

    private static List<String> openAt(Scene scene, Member member) {
        var open = new ArrayList<String>();
        scene.history()
                .all(Event.Opened.class)
                .filter(opened -> opened.where().equals(member.url().getAuthority()))
                .forEach(opened -> open.add(opened.person() + " " + opened.socket()));
        scene.history().all(Event.Closed.class).forEach(closed -> open.remove(closed.person() + " " + closed.socket()));
        return open;
    }

    private static void sleeps(Scene scene) throws Exception {
        scene.stage().b().replica().freeze();
        scene.last(10, 60);
        scene.stage().b().replica().thaw();
    }

    private static void cutAgainAndAgain(Scene scene) throws Exception {
        for (var round = 0; round < 10; round++) {
            scene.last(1, 3);
            scene.stage().members().forEach(member -> member.people().cut());
        }
    }

    private static void twoSockets(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        var told = TestSocket.notification(pair.coach().id(), pair.client().id(), "new-message");
        try (var there = open(stage.b(), pair.coach())) {
            try (var here = open(stage.a(), pair.coach())) {
                pair.client().send(pair.coach().id(), "to both");
                here.awaitFrame(told);
                there.awaitFrame(told);
            }
            var heard = there.heard().size();
            pair.client().send(pair.coach().id(), "to the one that is left");
            scene.soon(() -> assertThat(there.heard()).hasSizeGreaterThan(heard));
        }
    }

    private static TestSocket open(Member member, ChatClient person) {
        return TestSocket.open(member.url(), "Authorization", "Bearer " + person.token())
                .ready();
    }

    private static void acrossReplicas(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        var times = new ArrayList<Duration>();
        try (var there = open(stage.b(), pair.coach())) {
            for (var i = 1; i <= SENDS; i++) {
                var begun = System.nanoTime();
                pair.client().send(pair.coach().id(), "message " + i);
                while (there.heard().size() < i && System.nanoTime() - begun < Scene.SOON.toNanos()) {
                    Thread.sleep(1);
                }
                times.add(Duration.ofNanos(System.nanoTime() - begun));
            }
            assertThat(there.heard()).hasSizeGreaterThanOrEqualTo(SENDS);
        }
        times.sort(null);
        scene.history().note("from send to notification: median " + times.get(SENDS / 2) + ", last " + times.getLast());
        assertThat(times.get(SENDS - 2)).isLessThan(Duration.ofSeconds(1));
    }

    /** No clock of a process can be turned here; tokens are made as an issuer would whose clock differs. */
    private static void skewedClocks(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        var statuses = new HashMap<Integer, Integer>();
        for (var skew : List.of(-4, 0, 4, 30)) {
            var now = Instant.now().plusSeconds(skew).truncatedTo(ChronoUnit.SECONDS);
            var token = stage.deployment().tokens().with(pair.client().id(), "client", claims -> {
                claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
                claims.setExpirationTime(
                        NumericDate.fromSeconds(now.plusSeconds(600).getEpochSecond()));
            });
            var member = stage.members().get(skew == 0 ? 0 : 1);
            var reply = Http.call(
                    new Person(pair.client().id(), token, pair.coach().id(), member::url).messages(member.url(), ""));
            statuses.put(skew, reply.status());
        }
        assertThat(statuses).isEqualTo(Map.of(-4, 200, 0, 200, 4, 200, 30, 401));
        for (var i = 0; i < 20; i++) {
            var member = stage.members().get(i % 2);
            var sender = new ChatClient(
                    member.url(), pair.client().id(), pair.client().token());
            assertThat(sender.send(pair.coach().id(), "number " + i).status()).isEqualTo(201);
        }
        var items = pair.coach().messages(pair.client().id(), "").items();
        var last = Instant.EPOCH;
        for (var i = 0; i < items.size(); i++) {
            JsonObject item = items.getJsonObject(i);
            assertThat(item.getString("text")).isEqualTo("number " + i);
            assertThat(item.getInstant("sentAt")).isAfterOrEqualTo(last);
            last = item.getInstant("sentAt");
        }
    }
}
