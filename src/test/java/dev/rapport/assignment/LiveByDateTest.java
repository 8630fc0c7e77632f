package dev.rapport.assignment;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An assignment begins and ends by the database's clock, as a call would make it. */
@QuarkusTest
class LiveByDateTest {
    /** The database and this test read the same clock, but not at the same moment. */
    private static final Duration NEARLY = Duration.ofMillis(100);

    private final World world = World.ofTestApplication();
    private final ChatClient client = world.person("client");
    private final ChatClient coach = world.person("coach");
    private final String path = "/api/v1/platform/assignments/assignment-" + UUID.randomUUID();

    @Test
    void startsAt_inTheFutureOpensByItself() {
        var startsAt = Instant.now().plusSeconds(2);
        put(new JsonObject().put("startsAt", startsAt.toString()));
        assertProblem(client.messages(coach.id(), ""), "not-found");
        assertProblem(client.send(coach.id(), "too early"), "not-found");
        assertThat(client.get("/api/v1/conversations").items()).isEmpty();
        await().atMost(Duration.ofSeconds(7))
                .until(() -> client.messages(coach.id(), "").status() == 200);
        assertThat(Instant.now()).isAfter(startsAt.minus(NEARLY));
        assertThat(client.send(coach.id(), "in time").status()).isEqualTo(201);
        assertThat(coach.get("/api/v1/conversations").items()).hasSize(1);
    }

    @Test
    void endsAt_passingClosesAtOnce() {
        var endsAt = Instant.now().plusSeconds(2);
        put(new JsonObject().put("endsAt", endsAt.toString()));
        assertThat(client.send(coach.id(), "in time").status()).isEqualTo(201);
        var lastRead = await().atMost(Duration.ofSeconds(7)).until(this::readingEnds, moment -> moment != null);
        assertThat(lastRead).isBefore(endsAt.plus(NEARLY));
        assertProblem(client.send(coach.id(), "too late"), "not-found");
        assertThat(coach.get("/api/v1/conversations").items()).isEmpty();
    }

    /** Reads until it is refused; when it last went well. */
    private Instant readingEnds() {
        var lastGood = Instant.EPOCH;
        for (var began = Instant.now(); client.messages(coach.id(), "").status() == 200; began = Instant.now()) {
            lastGood = began;
        }
        return lastGood;
    }

    @Test
    void beginningAndEnding_areToldToBoth() {
        // Another assignment keeps the socket open.
        var other = world.assign(client, world.person("coach"));
        try (var socket = client.connect().ready()) {
            put(new JsonObject()
                    .put("startsAt", Instant.now().plusSeconds(2).toString())
                    .put("endsAt", Instant.now().plusSeconds(4).toString()));
            var told = notification(client.id(), coach.id(), "assignment");
            // By the call, by the beginning, by the end.
            await().atMost(Duration.ofSeconds(9)).until(() -> Collections.frequency(socket.frames(), told) == 3);
            assertProblem(client.messages(coach.id(), ""), "not-found");
            assertThat(client.messages(other.coach().id(), "").status()).isEqualTo(200);
        }
    }

    @Test
    void ending_byDateClosesTheSocket() {
        put(new JsonObject().put("endsAt", Instant.now().plusSeconds(3).toString()));
        var socket = client.connect().ready();
        assertThat(socket.closeCode(Duration.ofSeconds(8))).isEqualTo(4403);
    }

    private void put(JsonObject dates) {
        var body = dates.put("clientId", client.id()).put("coachId", coach.id());
        assertThat(world.platform().put(path, body).status()).isEqualTo(201);
    }
}
