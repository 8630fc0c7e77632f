package dev.rapport.presence;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see and hear of each other. */
@QuarkusTest
@TestProfile(PresenceApiTest.Short.class)
class PresenceApiTest {
    private static final String AVAILABILITY = "/api/v1/me/availability";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Short times; and closed conversations can be read. */
    public static final class Short implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rapport.presence.grace", "2s",
                    "rapport.presence.lease", "2s",
                    "rapport.assignment.history-after-end", "both");
        }
    }

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ChatClient client = pair.client();
    private final ChatClient coach = pair.coach();

    private static String seen(ChatClient viewer, ChatClient peer) {
        return viewer.get("/api/v1/conversations/" + peer.id())
                .json()
                .getJsonObject("peer")
                .getString("presence");
    }

    private static void awaitSeen(ChatClient viewer, ChatClient peer, String presence) {
        await().atMost(PATIENCE).until(() -> seen(viewer, peer).equals(presence));
    }

    private static String hint(ChatClient to, ChatClient of) {
        return notification(to.id(), of.id(), "presence");
    }

    private static int hints(TestSocket socket, ChatClient to, ChatClient of) {
        return Collections.frequency(socket.frames(), hint(to, of));
    }

    private static void awaitHints(TestSocket socket, ChatClient to, ChatClient of, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hints(socket, to, of)).isEqualTo(count));
    }

    private static int choose(ChatClient coach, String status) {
        return coach.put(AVAILABILITY, new JsonObject().put("status", status)).status();
    }

    @Test
    void peer_isSeenAndHeardToComeAndGo() {
        var strangers = world.pair();
        try (var coachSocket = coach.connect().ready();
                var strangerSocket = strangers.coach().connect().ready()) {
            assertThat(seen(coach, client)).isEqualTo("offline");
            var clientSocket = client.connect().ready();
            awaitHints(coachSocket, coach, client, 1);
            assertThat(seen(coach, client)).isEqualTo("available");
            assertThat(coach.get("/api/v1/conversations")
                            .items()
                            .getJsonObject(0)
                            .getJsonObject("peer")
                            .getString("presence"))
                    .isEqualTo("available");
            clientSocket.close();
            awaitHints(coachSocket, coach, client, 2);
            assertThat(seen(coach, client)).isEqualTo("offline");
            assertThat(strangerSocket.frames())
                    .noneMatch(frame -> frame.contains(client.id()) || frame.contains(coach.id()));
        }
    }

    @Test
    void reconnecting_isNotHeardAndOneOfTwoTabsNeither() {
        try (var coachSocket = coach.connect().ready()) {
            var first = client.connect().ready();
            awaitHints(coachSocket, coach, client, 1);
            for (var i = 0; i < 5; i++) {
                first.close();
                first = client.connect().ready();
                assertThat(seen(coach, client)).isEqualTo("available");
            }
            var second = client.connect().ready();
            first.close();
            // Longer than the grace, and then the second one goes.
            await().pollDelay(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(seen(coach, client)).isEqualTo("available"));
            assertThat(hints(coachSocket, coach, client)).isEqualTo(1);
            second.close();
            awaitHints(coachSocket, coach, client, 2);
            assertThat(seen(coach, client)).isEqualTo("offline");
        }
    }

    @Test
    void coach_whoIsAwayIsSoWhileTheyAreHere() {
        assertThat(coach.get("/api/v1/me").json().getString("availability")).isEqualTo("available");
        try (var clientSocket = client.connect().ready()) {
            assertThat(choose(coach, "away")).isEqualTo(204);
            assertThat(coach.get("/api/v1/me").json().getString("availability")).isEqualTo("away");
            assertThat(seen(client, coach)).isEqualTo("offline");
            try (var coachSocket = coach.connect().ready()) {
                awaitHints(clientSocket, client, coach, 1);
                assertThat(seen(client, coach)).isEqualTo("away");
                assertThat(choose(coach, "available")).isEqualTo(204);
                assertThat(seen(client, coach)).isEqualTo("available");
                awaitHints(clientSocket, client, coach, 2);
                // What changes nothing is not heard, as what comes after it shows.
                assertThat(choose(coach, "available")).isEqualTo(204);
                assertThat(coachSocket.isOpen()).isTrue();
            }
            awaitHints(clientSocket, client, coach, 3);
            assertThat(seen(client, coach)).isEqualTo("offline");
        }
    }

    @Test
    void availability_isOfCoachesAndTheirSideAlone() {
        // Their client's coach, and a client themselves.
        var both = coach;
        var theirCoach = world.person("coach");
        world.assign(both, theirCoach);
        choose(both, "away");
        try (var socket = both.connect().ready()) {
            awaitSeen(client, both, "away");
            assertThat(seen(theirCoach, both)).isEqualTo("available");
            assertThat(world.caller(both.id(), "client")
                            .get("/api/v1/me")
                            .json()
                            .getString("availability"))
                    .isEqualTo("available");
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"busy\"}", "{\"status\":\"AWAY\"}", "{\"status\":\"\"}", "{}"})
    void availability_ofAnotherNameIsInvalid(String body) {
        assertProblem(coach.put(AVAILABILITY, body), "invalid-value");
    }

    @Test
    void availability_isForbiddenToClientsWhateverTheySend() {
        assertProblem(client.put(AVAILABILITY, "{\"status\":\"away\"}"), "forbidden");
        assertProblem(client.put(AVAILABILITY, "nonsense"), "forbidden");
        assertProblem(client.call("PUT", AVAILABILITY, "x", "Content-Type", "text/plain"), "forbidden");
        assertProblem(client.get(AVAILABILITY), "forbidden");
    }

    @Test
    void availability_ofACoachWhomNobodyAnnouncedIsKept() {
        var unknown = world.caller("unknown-" + coach.id(), "coach");
        assertThat(choose(unknown, "away")).isEqualTo(204);
        assertThat(unknown.get("/api/v1/me").json().getString("availability")).isEqualTo("away");
    }

    @Test
    @DisplayName("A22 somebody with whom no assignment is live any more")
    void formerPeers_seeAndHearNothing() {
        var next = world.assign(client, world.person("coach")).coach();
        // The former coach has a socket, for somebody else.
        world.assign(world.person("client"), coach);
        assertThat(client.send(coach.id(), "of then").status()).isEqualTo(201);
        world.end(pair.assignmentId());
        try (var formerSocket = coach.connect().ready();
                var nextSocket = next.connect().ready();
                var clientSocket = client.connect().ready()) {
            awaitHints(nextSocket, next, client, 1);
            assertThat(seen(next, client)).isEqualTo("available");
            var closed = coach.get("/api/v1/conversations/" + client.id()).json();
            assertThat(closed.getString("state")).isEqualTo("closed");
            assertThat(closed.getJsonObject("peer").getString("presence")).isEqualTo("offline");
            assertProblem(coach.post("/api/v1/conversations/" + client.id() + "/typing"), "conversation-closed");
            assertThat(hints(formerSocket, coach, client)).isZero();
            assertThat(clientSocket.frames()).doesNotContain(hint(client, coach));
        }
    }

    @Test
    void tagOfTheList_changesWithPresence() {
        var before = coach.get("/api/v1/conversations").header("ETag");
        try (var socket = client.connect().ready()) {
            awaitSeen(coach, client, "available");
            var now = coach.call("GET", "/api/v1/conversations", null, "If-None-Match", before);
            assertThat(now.status()).isEqualTo(200);
            assertThat(now.header("ETag")).isNotEqualTo(before);
            assertThat(socket.isOpen()).isTrue();
        }
    }
}
