package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With {@code history-after-end=client} the client may read on, and the coach may not. */
@QuarkusTest
@TestProfile(HistoryAfterEndTest.ForClients.class)
class HistoryAfterEndTest {
    /** Clients keep their history. */
    public static final class ForClients implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.assignment.history-after-end", "client");
        }
    }

    private final World world = World.ofTestApplication();

    @Test
    void endedConversation_isReadableForTheClientAndClosed() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach();
        client.send(coach.id(), "to remember");
        world.end(pair.assignmentId());

        assertThat(client.texts(coach.id(), "")).containsExactly("to remember");
        var seen = client.get("/api/v1/conversations").items().getJsonObject(0);
        assertThat(seen.getString("state")).isEqualTo("closed");
        assertProblem(client.send(coach.id(), "one more"), "conversation-closed");
        assertProblem(client.edit(coach.id(), 1, "otherwise"), "conversation-closed");
        assertProblem(client.deleteMessage(coach.id(), 1), "conversation-closed");
        assertProblem(
                client.put("/api/v1/conversations/" + coach.id() + "/read", new JsonObject().put("seq", 1)),
                "conversation-closed");

        var audit = client.get("/api/v1/conversations/" + coach.id() + "/audit");
        assertThat(audit.items().getJsonObject(0).getString("action")).isEqualTo("assignment-ended");

        assertProblem(coach.messages(client.id(), ""), "not-found");
        assertProblem(coach.get("/api/v1/conversations/" + client.id() + "/audit"), "not-found");
        assertProblem(coach.send(client.id(), "one more"), "not-found");
        assertThat(coach.get("/api/v1/conversations").items()).isEmpty();
    }

    @Test
    void assignmentCancelledBeforeItsStart_neverOpenedAnything() {
        var client = world.person("client");
        var coach = world.person("coach");
        var path = "/api/v1/platform/assignments/" + UUID.randomUUID();
        var ahead = new JsonObject()
                .put("clientId", client.id())
                .put("coachId", coach.id())
                .put("startsAt", Instant.now().plusSeconds(600).toString());
        assertThat(world.platform().put(path, ahead).status()).isEqualTo(201);
        assertProblem(client.messages(coach.id(), ""), "not-found");
        assertThat(world.platform().delete(path).status()).isEqualTo(204);
        assertProblem(client.messages(coach.id(), ""), "not-found");
        assertThat(client.get("/api/v1/conversations").items()).isEmpty();
    }
}
