package dev.rapport.limit;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person meets who asks too often, and that nobody else does. */
@QuarkusTest
@TestProfile(LimitTest.Limited.class)
class LimitTest {
    private static final int REQUESTS = 150;
    private static final int MESSAGES = 60;
    private static final int CONVERSATION_MESSAGES = 40;
    private static final String ME = "/api/v1/me";

    /** Small numbers, so that the tests need not ask thousands of times; the one of all requests is the largest. */
    public static final class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rapport.limit.requests-per-minute", Integer.toString(REQUESTS),
                    "rapport.limit.messages-per-minute", Integer.toString(MESSAGES),
                    "rapport.limit.conversation-messages-per-minute", Integer.toString(CONVERSATION_MESSAGES));
        }
    }

    private final World world = World.ofTestApplication();

    @ParameterizedTest(name = "A58 200 POST/s by a {0}")
    @ValueSource(strings = {"client", "coach"})
    void a58_floodIsRefusedAndTheOtherPartyWritesOn(String role) throws Exception {
        var pair = world.pair();
        var flooder = role.equals("client") ? pair.client() : pair.coach();
        var other = role.equals("client") ? pair.coach() : pair.client();

        var answers = manyTimes(200, () -> flooder.send(other.id(), "flood"));
        var stored = answers.stream().filter(answer -> answer.status() == 201).count();
        // As many as there are, and the few that come back meanwhile.
        assertThat(stored).isBetween((long) CONVERSATION_MESSAGES, 100L);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> assertProblem(answer, "too-many-requests"));
        assertThat(flooder.messages(other.id(), "?since=0&limit=200").items()).hasSize((int) stored);

        // The victim's account is not locked out, and neither is the reading of the flooder.
        for (int i = 0; i < 20; i++) {
            assertThat(other.send(flooder.id(), "an answer").status()).isEqualTo(201);
        }
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(flooder.messages(other.id(), "?limit=1&since=" + stored).status())
                    .isEqualTo(200);
        }
        assertProblem(eventually(() -> flooder.get(ME)), "too-many-requests");
        assertThat(flooder.messages(other.id(), "?since=" + stored).items()).hasSize(20);
        assertThat(other.get(ME).status()).isEqualTo(200);
    }

    @Test
    void messagesToOnePerson_leaveOnesOtherConversationsOpen() {
        var coach = world.person("coach");
        var busy = world.assign(world.person("client"), coach).client();
        var quiet = world.assign(world.person("client"), coach).client();
        assertProblem(eventually(() -> coach.send(busy.id(), "flood")), "too-many-requests");
        // What is refused there is not taken from what is left for others.
        for (int i = 0; i < MESSAGES; i++) {
            coach.send(busy.id(), "flood");
        }
        assertThat(coach.send(quiet.id(), "hello").status()).isEqualTo(201);
        assertThat(busy.send(coach.id(), "hello").status()).isEqualTo(201);
    }

    @Test
    void messagesToStrangersAndToNobody_countAsOnesOwn() {
        var pair = world.pair();
        var client = pair.client();
        var elsewhere = world.pair();
        var spent = 0;
        for (Answer answer; (answer = client.send(strange(elsewhere, spent), "x")).status() != 429; spent++) {
            assertProblem(answer, "not-found");
        }
        assertThat(spent).isBetween(MESSAGES, 2 * MESSAGES);
        assertProblem(eventually(() -> client.send(pair.coach().id(), "x")), "too-many-requests");
        // Neither of those who were written to has lost anything.
        assertThat(elsewhere.client().send(elsewhere.coach().id(), "x").status())
                .isEqualTo(201);
        assertThat(pair.coach().send(client.id(), "x").status()).isEqualTo(201);
    }

    private static String strange(World.Pair others, int turn) {
        return List.of(others.client().id(), others.coach().id(), "nobody-" + turn, "%20")
                .get(turn % 4);
    }

    @Test
    void messageLimit_comesAfterTheShapeAndBeforeTheConversation() {
        var pair = world.pair();
        var client = pair.client();
        var path = ChatClient.messages(pair.coach().id());
        for (int i = 0; i < MESSAGES; i++) {
            // What has not the right shape is no message.
            assertProblem(client.send(pair.coach().id(), ""), "invalid-text");
        }
        assertProblem(client.post(path, new JsonObject().put("text", "x")), "idempotency-key-missing");
        assertThat(client.send(pair.coach().id(), "x").status()).isEqualTo(201);
        assertProblem(eventually(() -> client.send(pair.coach().id(), "x")), "too-many-requests");
        assertProblem(client.send(pair.coach().id(), ""), "invalid-text");
        // Nothing is looked up for it: the answer of a stranger is the same.
        assertProblem(eventually(() -> client.send("nobody", "x")), "too-many-requests");
    }

    @Test
    void refusedMessage_isStoredOnceWithItsKeyLater() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach().id();
        assertProblem(eventually(() -> client.send(coach, "flood")), "too-many-requests");
        var key = UUID.randomUUID();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.send(coach, "patience", key).status() == 201);
        assertThat(client.texts(coach, "?since=0&limit=200")).containsOnlyOnce("patience");
    }

    @Test
    void requestLimit_comesAfterTheCallerAndBeforeTheBody() {
        var client = world.person("client");
        for (int i = 0; i < REQUESTS; i++) {
            // Neither is a call that counts.
            assertProblem(client.get("/api/v1/platform/users/x"), "forbidden");
        }
        assertThat(client.get(ME).status()).isEqualTo(200);
        var oversize = "x".repeat(70_000);
        assertProblem(
                eventually(() -> client.call("POST", ChatClient.messages("x"), oversize, "Content-Type", "text/plain")),
                "too-many-requests");
        assertProblem(eventually(() -> client.get("/api/v1/no-such-thing")), "too-many-requests");
        assertProblem(client.get("/api/v1/platform/users/x"), "forbidden");
        assertProblem(new ChatClient(world.base(), client.id(), "a.b.c").get(ME), "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?before=1", "?limit=1", "?sinc=1", "?x=since=1", "/1?since=1"})
    void fetchesOtherThanSince_count(String query) {
        var pair = world.pair();
        var client = pair.client();
        assertProblem(eventually(() -> client.messages(pair.coach().id(), query)), "too-many-requests");
        assertThat(client.messages(pair.coach().id(), "?since=0").status()).isEqualTo(200);
    }

    @Test
    void edit_countsAsAMessageAndADeletionDoesNot() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach().id();
        client.send(coach, "x");
        assertProblem(eventually(() -> client.edit(coach, 1, "y")), "too-many-requests");
        assertProblem(eventually(() -> client.send(coach, "x")), "too-many-requests");
        assertThat(client.deleteMessage(coach, 1).status()).isEqualTo(204);
        assertProblem(eventually(() -> client.deleteMessage(coach, 1)), "too-many-requests");
    }

    @Test
    void typing_isNoMessageButARequest() {
        var pair = world.pair();
        var coach = pair.coach().id();
        assertProblem(eventually(() -> pair.client().send(coach, "x")), "too-many-requests");
        var path = "/api/v1/conversations/" + coach + "/typing";
        assertThat(pair.client().post(path).status()).isEqualTo(202);
        assertProblem(eventually(() -> pair.client().post(path)), "too-many-requests");
    }

    @Test
    void since_exemptsNoOtherCall() {
        var pair = world.pair();
        assertProblem(eventually(() -> pair.client().get(ME + "?since=0")), "too-many-requests");
        assertProblem(
                eventually(() -> pair.client()
                        .call("PUT", ChatClient.messages("x") + "?since=0", "{}", "Content-Type", "application/json")),
                "too-many-requests");
    }

    @Test
    void platform_announcesAllItsPeopleAtOnce() throws Exception {
        var path = "/api/v1/platform/users/person-" + UUID.randomUUID();
        var answers =
                manyTimes(2 * REQUESTS, () -> world.platform().put(path, new JsonObject().put("displayName", "x")));
        assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
    }

    /** The first answer that says 429, or the last of many. */
    private static Answer eventually(Supplier<Answer> call) {
        var answer = call.get();
        for (int i = 0; i < 4 * REQUESTS && answer.status() != 429; i++) {
            answer = call.get();
        }
        return answer;
    }

    private static List<Answer> manyTimes(int times, Callable<Answer> call) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(16)) {
            return threads.invokeAll(Collections.nCopies(times, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
