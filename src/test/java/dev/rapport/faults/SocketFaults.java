package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Proxy;
import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.TestSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A socket whose peer reads nothing, is gone, or is late; and rights that end while it is open. */
final class SocketFaults {
    static final List<Fault> ALL = List.of(
            Fault.of("31", "a peer that never reads", "gone; the others stay fast", SocketFaults::neverReads),
            Fault.of("32", "a peer that vanished", "gone within 60 s", SocketFaults::vanished),
            Fault.of("33", "a proxy that cuts the silent", "pings keep a socket", SocketFaults::idleProxy),
            Fault.of("38", "a message between fetch and socket", "ready means: registered", SocketFaults::race)
                    .always(),
            Fault.of(
                    "43",
                    "rights end, without a broker",
                    "4401, 4403 within 5 s; 401, 404 at once",
                    SocketFaults::rightsEnd));

    private static final Duration HALF_OPEN = Duration.ofSeconds(60);
    private static final Duration RIGHT_ENDS = Duration.ofSeconds(5);
    private static final int TOKEN_SECONDS = 8;
    private static final Duration RELAYED = Duration.ofMinutes(3);
    private static final int HINTS = 50_000;
    private static final int RACERS = 6;

    private SocketFaults() {}

    private static String handshake(ChatClient person) {
        return "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer "
                + person.token() + "\r\n\r\n";
    }

    private static double connections(Member member) {
        return member.meter("rapport_connections");
    }

    private static void neverReads(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        var before = connections(stage.a());
        try (var slow = RawConnection.withSmallWindow(stage.a().replica().base())) {
            slow.send(handshake(pair.coach()));
            scene.soon(() -> assertThat(connections(stage.a())).isEqualTo(before + 1));
            EventFaults.insert(stage, pair.coach().id(), HINTS);
            scene.within(HALF_OPEN, () -> assertThat(connections(stage.a())).isEqualTo(before));
            scene.within(
                    RELAYED,
                    () -> assertThat(stage.waitingOf(EventFaults.INSERTED)).isZero());
        }
        scene.acceptedSoon();
    }

    /** In a network namespace whose cable is pulled; where that is refused, by a proxy that halts. */
    private static void vanished(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        if (Namespace.isAllowed()) {
            stage.a().restart(Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));
            scene.within(
                    Duration.ofSeconds(60),
                    () -> assertThat(stage.a().isReady()).isTrue());
            scene.last(3, 3);
            var before = connections(stage.a());
            try (var namespace = new Namespace()) {
                namespace.connect(stage.a().replica().base().getPort(), handshake(pair.coach()));
                scene.soon(() -> assertThat(connections(stage.a())).isEqualTo(before + 1));
                namespace.pullCable();
                scene.within(HALF_OPEN, () -> assertThat(connections(stage.a())).isEqualTo(before));
            }
        } else {
            scene.history().note("no network namespace here: a halted link stands in");
            var before = connections(stage.a());
            try (var link = new Proxy(stage.a().replica().base().getPort());
                    var socket = TestSocket.open(
                                    URI.create("http://127.0.0.1:" + link.port()),
                                    "Authorization",
                                    "Bearer " + pair.coach().token())
                            .ready()) {
                assertThat(connections(stage.a())).isEqualTo(before + 1);
                link.mode(Proxy.Mode.HALT);
                scene.within(HALF_OPEN, () -> assertThat(connections(stage.a())).isEqualTo(before));
                assertThat(socket.frames()).hasSize(1);
            }
        }
    }

    /** Pings come each 2 s here; 20 s and a proxy's 60 s relate to each other likewise. */
    private static void idleProxy(Scene scene) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        try (var link = new Proxy(stage.a().replica().base().getPort());
                var socket = TestSocket.open(
                                URI.create("http://127.0.0.1:" + link.port()),
                                "Authorization",
                                "Bearer " + pair.coach().token())
                        .ready()) {
            for (var i = 0; i < 60; i++) {
                Thread.sleep(200);
                link.cutIdle(Duration.ofSeconds(6));
            }
            assertThat(socket.isOpen()).isTrue();
            assertThat(socket.pings()).isGreaterThan(3);
        }
    }

    /** Posts at a random moment around the opening of a socket; whoever opened it must have the message without a timer. */
    private static void race(Scene scene) throws Exception {
        var rounds = scene.whole() ? 160 : 12;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var racers = new ArrayList<Future<?>>();
            for (var i = 0; i < RACERS; i++) {
                var random = scene.random().split();
                racers.add(threads.submit(() -> {
                    race(scene, rounds, random);
                    return null;
                }));
            }
            for (var racer : racers) {
                racer.get();
            }
        }
    }

    private static void race(Scene scene, int rounds, SplittableRandom random) throws Exception {
        var stage = scene.stage();
        var pair = stage.world().pair();
        var cursor = 0L;
        for (var round = 1; round <= rounds; round++) {
            var person = new Person(
                    pair.coach().id(),
                    String.valueOf(pair.coach().token()),
                    pair.client().id(),
                    () -> stage.anywhere(random));
            // Its reading is judged here, not by the checker.
            var follower = new Follower(person, new History(), random.split(), cursor);
            var threads = List.of(
                    Thread.ofVirtual().start(follower::listen),
                    Thread.ofVirtual().start(follower::read));
            Thread.sleep(random.nextInt(30));
            var sent = pair.client().send(pair.coach().id(), "round " + round);
            assertThat(sent.status()).isEqualTo(201);
            var seq = round;
            scene.soon(() -> assertThat(follower.lastSeq()).isEqualTo(seq));
            cursor = sent.json().getLong("version");
            follower.stop();
            threads.forEach(Thread::interrupt);
        }
    }

    private static void rightsEnd(Scene scene) throws Exception {
        var stage = scene.stage();
        var world = stage.world();
        var expiring = world.pair().coach();
        var revoked = world.pair();
        var ended = world.pair();
        var shortToken = stage.deployment().tokens().of(expiring.id(), "coach", Duration.ofSeconds(TOKEN_SECONDS));
        var begun = System.nanoTime();
        try (var one = TestSocket.open(stage.b().url(), "Authorization", "Bearer " + shortToken)
                        .ready();
                var two = open(stage.b(), revoked.coach());
                var three = open(stage.b(), ended.coach())) {
            stage.broker().kill();
            assertThat(world.platform()
                            .post("/api/v1/platform/users/" + revoked.coach().id() + "/revoke")
                            .status())
                    .isEqualTo(204);
            world.end(ended.assignmentId());
            for (var member : stage.members()) {
                assertThat(at(member, revoked.coach()).get("/api/v1/me").status())
                        .isEqualTo(401);
                assertThat(at(member, ended.coach())
                                .messages(ended.client().id(), "")
                                .status())
                        .isEqualTo(404);
            }
            assertThat(two.closeCode(RIGHT_ENDS)).isEqualTo(4401);
            assertThat(three.closeCode(RIGHT_ENDS)).isEqualTo(4403);
            var left = Duration.ofSeconds(TOKEN_SECONDS).minusNanos(System.nanoTime() - begun);
            assertThat(one.closeCode(left.plus(RIGHT_ENDS))).isEqualTo(4401);
            stage.broker().start();
        }
        scene.drainedSoon();
    }

    private static TestSocket open(Member member, ChatClient person) {
        return TestSocket.open(member.url(), "Authorization", "Bearer " + person.token())
                .ready();
    }

    private static ChatClient at(Member member, ChatClient person) {
        return new ChatClient(member.url(), person.id(), person.token());
    }
}
