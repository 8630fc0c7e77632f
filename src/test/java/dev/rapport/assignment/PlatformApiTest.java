package dev.rapport.assignment;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PlatformApiTest {
    private final World world = World.ofTestApplication();
    private final ChatClient platform = world.platform();
    private final String user = "/api/v1/platform/users/user-" + UUID.randomUUID();
    private final String assignment = "/api/v1/platform/assignments/assignment-" + UUID.randomUUID();

    @Test
    void putUser_makesThenReplaces() {
        var id = user.substring(user.lastIndexOf('/') + 1);
        var whole = new JsonObject().put("displayName", "Zoë O'Brien-de Vries").put("locale", "nl-BE");
        var first = platform.put(user, whole);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json()).isEqualTo(whole.copy().put("id", id));
        assertThat(platform.put(user, whole).status()).isEqualTo(200);
        var me = world.caller(id, "client").get("/api/v1/me").json();
        assertThat(me.getString("displayName")).isEqualTo("Zoë O'Brien-de Vries");
        assertThat(me.getString("locale")).isEqualTo("nl-BE");

        // Replaced whole: the locale is gone.
        assertThat(platform.put(user, named("Zoë")).status()).isEqualTo(200);
        me = world.caller(id, "client").get("/api/v1/me").json();
        assertThat(me.getString("displayName")).isEqualTo("Zoë");
        assertThat(me.getString("locale")).isNotEqualTo("nl-BE");
    }

    @Test
    void putUser_isSeenByThePeer() {
        var pair = world.pair();
        platform.put("/api/v1/platform/users/" + pair.client().id(), named("New name"));
        var seen = pair.coach().get("/api/v1/conversations/" + pair.client().id());
        assertThat(seen.json().getJsonObject("peer").getString("displayName")).isEqualTo("New name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "李小龙",
                "👩🏽‍⚕️ Anna",
                "Ωμέγα",
                "عمر",
                "<script>alert(1)</script>",
                "'; drop table app_user; --"
            })
    @DisplayName("A40 A41 a name that is only a name")
    void displayName_ofAnyScriptComesBackAsItWas(String name) {
        var answer = platform.put(user, named(name));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().getString("displayName")).isEqualTo(name);
    }

    @Test
    void displayName_isCountedInCodePoints() {
        assertThat(platform.put(user, named("😀".repeat(120))).status()).isEqualTo(201);
        assertInvalid(platform.put(user, named("😀".repeat(121))), "displayName");
        assertInvalid(platform.put(user, named("x".repeat(121))), "displayName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t",
                "\u200b\u2060",
                "\u00ad\u3000",
                "a\u0000b",
                "a\u0007b",
                "a\nb",
                "a\u007fb",
                "a\u009bb",
                "a\u202eb",
                "a\u202ab",
                "a\u2066b",
                "a\u2069b",
                "a\u200eb",
                "a\u200fb",
                "a\u061cb"
            })
    @DisplayName("A39 a name that would turn the line round")
    void displayName_emptyOrWithControlOrBidiIsInvalid(String name) {
        assertInvalid(platform.put(user, named(name)), "displayName");
    }

    @Test
    void displayName_missingOrLoneSurrogateIsInvalid() {
        assertInvalid(platform.put(user, new JsonObject()), "displayName");
        assertInvalid(platform.put(user, "{\"displayName\":\"a\\ud800b\"}"), "displayName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "nl_BE", "nl-", "english please", "nl\n", "../nl"})
    void locale_thatIsNoTagIsInvalid(String locale) {
        assertInvalid(platform.put(user, named("x").put("locale", locale)), "locale");
    }

    @Test
    void putUser_idThatIsNoneIsInvalid() {
        for (var id : List.of("a%20b", "a%0ab", "%C3%A9", "x".repeat(65), "a%2Fb", "a%3Bb")) {
            var answer = platform.put("/api/v1/platform/users/" + id, named("x"));
            assertProblem(answer, "invalid-parameter").ofField("userId").withDetail();
        }
    }

    @Test
    void putAssignment_makesThenRepeats() {
        var body = between(world.person("client"), world.person("coach"))
                .put("startsAt", "2026-01-02T03:04:05.678Z")
                .put("endsAt", "2999-01-01T00:00:00+02:00");
        var first = platform.put(assignment, body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().getString("startsAt")).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(first.json().getString("endsAt")).isEqualTo("2998-12-31T22:00:00Z");
        assertThat(first.json().fieldNames())
                .containsExactlyInAnyOrder("id", "clientId", "coachId", "startsAt", "endsAt");
        var second = platform.put(assignment, body);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(platform.get(assignment).json()).isEqualTo(first.json());
    }

    @Test
    void putAssignment_replacesTheWhole() {
        var body = between(world.person("client"), world.person("coach"));
        platform.put(assignment, body.copy().put("endsAt", "2999-01-01T00:00:00Z"));
        var replaced = platform.put(assignment, body);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().containsKey("endsAt")).isFalse();
        assertThat(platform.get(assignment).json()).isEqualTo(replaced.json());
    }

    @Test
    void putAssignment_withoutDatesIsLiveFromNowOn() {
        var before = Instant.now().minusMillis(100);
        var pair = world.pair();
        var startsAt = platform.get("/api/v1/platform/assignments/" + pair.assignmentId())
                .json()
                .getInstant("startsAt");
        assertThat(startsAt).isBetween(before, Instant.now().plusMillis(100));
        assertThat(pair.client().messages(pair.coach().id(), "").status()).isEqualTo(200);
    }

    @Test
    void putAssignment_ofAnotherPairIsAConflict() {
        var client = world.person("client");
        var coach = world.person("coach");
        platform.put(assignment, between(client, coach));
        assertProblem(platform.put(assignment, between(client, world.person("coach"))), "assignment-conflict");
        assertProblem(platform.put(assignment, between(world.person("client"), coach)), "assignment-conflict");
        assertProblem(platform.put(assignment, between(coach, client)), "assignment-conflict");
        assertThat(platform.get(assignment).json().getString("coachId")).isEqualTo(coach.id());
    }

    @Test
    void putAssignment_ofUnknownPeopleIsInvalid() {
        var unknown = world.caller("unknown-" + UUID.randomUUID(), "client");
        assertInvalid(platform.put(assignment, between(unknown, world.person("coach"))), "clientId");
        assertInvalid(platform.put(assignment, between(world.person("client"), unknown)), "coachId");
        assertProblem(platform.get(assignment), "not-found");
    }

    @Test
    void putAssignment_withOneselfIsInvalid() {
        var person = world.person("coach");
        assertProblem(platform.put(assignment, between(person, person)), "invalid-value")
                .withDetail();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z, 2025-12-31T23:59:59.999Z",
        "2026-01-01T00:00:00+02:00, 2025-12-31T22:00:00Z"
    })
    void putAssignment_endingBeforeItStartsIsInvalidAndChangesNothing(String startsAt, String endsAt) {
        var body = between(world.person("client"), world.person("coach"));
        var wrong = body.copy().put("startsAt", startsAt).put("endsAt", endsAt);
        assertInvalid(platform.put(assignment, wrong), "endsAt");
        assertProblem(platform.get(assignment), "not-found");
        var stored = platform.put(assignment, body).json();
        assertInvalid(platform.put(assignment, wrong), "endsAt");
        assertThat(platform.get(assignment).json()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2026-01-01",
                "2026-01-01T00:00:00",
                "2026-13-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z",
                "-4713-01-01T00:00:00Z",
                "1e9"
            })
    void putAssignment_withWhatIsNoTimeIsInvalid(String time) {
        var body = between(world.person("client"), world.person("coach"));
        assertInvalid(platform.put(assignment, body.copy().put("startsAt", time)), "startsAt");
        assertInvalid(platform.put(assignment, body.copy().put("endsAt", time)), "endsAt");
    }

    @Test
    void putAssignment_withoutPeopleIsInvalid() {
        assertInvalid(platform.put(assignment, new JsonObject().put("coachId", "x")), "clientId");
        assertInvalid(platform.put(assignment, new JsonObject().put("clientId", "x")), "coachId");
        assertInvalid(platform.put(assignment, "{\"clientId\":\"a b\",\"coachId\":\"x\"}"), "clientId");
        assertProblem(platform.put(assignment, "{\"clientId\":1,\"coachId\":\"x\"}"), "invalid-json");
        assertProblem(platform.put(assignment, "{\"clientId\":\"x\",\"coachId\":\"y\",\"id\":\"z\"}"), "invalid-json");
        assertProblem(
                platform.put(assignment, "{\"clientId\":\"x\",\"coachId\":\"y\",\"startsAt\":0}"), "invalid-json");
    }

    @Test
    void assignment_unknownIsNotFound() {
        assertProblem(platform.get(assignment), "not-found");
        assertProblem(platform.delete(assignment), "not-found");
    }

    @Test
    void endAssignment_endsItOnceAndForAllRepetitions() {
        var pair = world.pair();
        var path = "/api/v1/platform/assignments/" + pair.assignmentId();
        assertThat(platform.delete(path).status()).isEqualTo(204);
        assertProblem(pair.client().messages(pair.coach().id(), ""), "not-found");
        var ended = platform.get(path).json();
        assertThat(ended.getInstant("endsAt")).isBeforeOrEqualTo(Instant.now().plusMillis(100));
        assertThat(platform.delete(path).status()).isEqualTo(204);
        assertThat(platform.get(path).json()).isEqualTo(ended);
    }

    @Test
    void putAssignment_opensAnEndedOneAgainWithItsHistory() {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "before the end");
        world.end(pair.assignmentId());
        assertProblem(pair.client().messages(pair.coach().id(), ""), "not-found");
        var path = "/api/v1/platform/assignments/" + pair.assignmentId();
        assertThat(platform.put(path, between(pair.client(), pair.coach())).status())
                .isEqualTo(200);
        assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly("before the end");
        assertThat(pair.client().send(pair.coach().id(), "after it").json().getLong("seq"))
                .isEqualTo(2);
    }

    @Test
    void anotherLiveAssignment_ofThePairKeepsItOpen() {
        var first = world.pair();
        var second = world.assign(first.client(), first.coach());
        world.end(first.assignmentId());
        assertThat(first.client().messages(first.coach().id(), "").status()).isEqualTo(200);
        world.end(second.assignmentId());
        assertProblem(first.client().messages(first.coach().id(), ""), "not-found");
    }

    @Test
    void put_atTheSameMomentMakesOne() throws Exception {
        for (int round = 0; round < 5; round++) {
            var person = user + "-" + round;
            assertThat(statusesOf(() -> platform.put(person, named("x")).status()))
                    .containsOnlyOnce(201)
                    .containsOnly(200, 201);
            var right = assignment + "-" + round;
            var body = between(world.person("client"), world.person("coach"));
            assertThat(statusesOf(() -> platform.put(right, body).status()))
                    .containsOnlyOnce(201)
                    .containsOnly(200, 201);
        }
    }

    private static List<Integer> statusesOf(Callable<Integer> call) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            return threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> call).toList()).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private static JsonObject named(String name) {
        return new JsonObject().put("displayName", name);
    }

    private static JsonObject between(ChatClient client, ChatClient coach) {
        return new JsonObject().put("clientId", client.id()).put("coachId", coach.id());
    }

    private static void assertInvalid(Answer answer, String field) {
        assertProblem(answer, "invalid-value").ofField(field).withDetail();
    }
}
