package dev.rapport;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Presence and hints across replicas, a replica's death and an outage of the broker. */
class PresenceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Deployment deployment;
    private static Replica first;
    private static Replica second;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment();
        first = replica("presence-first");
        second = replica("presence-second");
        world = deployment.world(first);
    }

    private static Replica replica(String name) {
        var settings = deployment.settings();
        settings.put("RAPPORT_PRESENCE_GRACE", "2s");
        settings.put("RAPPORT_PRESENCE_LEASE", "3s");
        return Replica.start(name, settings);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        deployment.close();
    }

    private static String seen(ChatClient viewer, ChatClient peer) {
        return viewer.get("/api/v1/conversations/" + peer.id())
                .json()
                .getJsonObject("peer")
                .getString("presence");
    }

    private static void awaitSeen(ChatClient viewer, ChatClient peer, String presence) {
        await().atMost(PATIENCE).until(() -> seen(viewer, peer).equals(presence));
    }

    private static void awaitReplicasOf(ChatClient person, int count) {
        await().atMost(PATIENCE)
                .until(() -> deployment
                        .database()
                        .value("select count(*) from presence where user_id = ?", person.id())
                        .equals(Integer.toString(count)));
    }

    private static void awaitHints(TestSocket socket, String hint, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Collections.frequency(socket.frames(), hint)).isEqualTo(count));
    }

    @Test
    void killedReplica_takesThoseAlongWhoHaveNoSocketElsewhere() {
        var pair = world.pair();
        var coach = Deployment.at(second, pair.coach());
        var other = Deployment.at(second, world.person("coach"));
        var stays = world.assign(world.person("client"), other).client();
        var client = pair.client();
        try (var coachSocket = coach.connect().ready();
                var otherSocket = other.connect().ready();
                var dying = replica("presence-dying")) {
            Deployment.at(dying, client).connect().ready();
            Deployment.at(dying, stays).connect().ready();
            var ofClient = notification(coach.id(), client.id(), "presence");
            var ofStays = notification(other.id(), stays.id(), "presence");
            awaitHints(coachSocket, ofClient, 1);
            awaitHints(otherSocket, ofStays, 1);
            // Only now: two replicas that write a person at the same moment may both tell of them.
            var elsewhere = Deployment.at(second, stays).connect().ready();
            awaitReplicasOf(stays, 2);
            assertThat(seen(coach, client)).isEqualTo("available");

            dying.kill();

            assertThat(seen(coach, client)).as("a moment later").isEqualTo("available");
            awaitSeen(coach, client, "offline");
            awaitHints(coachSocket, ofClient, 2);
            assertThat(seen(other, stays)).isEqualTo("available");
            // Their last one goes, and that is the second thing heard of them.
            elsewhere.close();
            awaitSeen(other, stays, "offline");
            awaitHints(otherSocket, ofStays, 2);
        }
    }

    @Test
    void oneOfTwoReplicas_losingAPersonChangesNothing() {
        var pair = world.pair();
        var coach = Deployment.at(second, pair.coach());
        var client = pair.client();
        try (var coachSocket = coach.connect().ready();
                var elsewhere = Deployment.at(second, client).connect().ready()) {
            var hint = notification(coach.id(), client.id(), "presence");
            awaitHints(coachSocket, hint, 1);
            var here = client.connect().ready();
            awaitReplicasOf(client, 2);
            here.close();
            // Longer than the grace, and seen by both.
            await().pollDelay(Duration.ofSeconds(4))
                    .untilAsserted(() -> assertThat(seen(coach, client)).isEqualTo("available"));
            assertThat(seen(Deployment.at(first, coach), client)).isEqualTo("available");
            assertThat(Collections.frequency(coachSocket.frames(), hint)).isEqualTo(1);
            assertThat(elsewhere.isOpen()).isTrue();
        }
    }

    @Test
    void hints_areDroppedWhileTheBrokerIsAwayAndComeAgainAfterwards() {
        var pair = world.pair();
        var later = world.pair();
        var coach = Deployment.at(second, pair.coach());
        var laterCoach = Deployment.at(second, later.coach());
        try (var socket = coach.connect().ready();
                var laterSocket = laterCoach.connect().ready()) {
            deployment.stopBroker();
            var typing = "/api/v1/conversations/" + coach.id() + "/typing";
            assertThat(pair.client().post(typing).status()).isEqualTo(202);
            deployment.startBroker();
            var laterTyping = "/api/v1/conversations/" + laterCoach.id() + "/typing";
            var told = notification(laterCoach.id(), later.client().id(), "typing");
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                assertThat(later.client().post(laterTyping).status()).isEqualTo(202);
                return laterSocket.frames().contains(told);
            });
            assertThat(socket.frames())
                    .doesNotContain(notification(coach.id(), pair.client().id(), "typing"));
        }
    }
}
