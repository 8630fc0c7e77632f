package dev.rapport.audit;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.identity.UserId;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionRequiredException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded, and who reads it. */
@QuarkusTest
class AuditTest {
    private static final String BY_PLATFORM = "platform-1 ";
    private static final String BY_DATE = "(rapport) ";

    @Inject
    Audit audit;

    private final World world = World.ofTestApplication();
    private final ChatClient platform = world.platform();

    @Test
    void everyAction_leavesOneRowWithItsActorNewestFirst() {
        var client = world.person("client");
        var coach = world.person("coach");
        var path = "/api/v1/platform/assignments/assignment-" + UUID.randomUUID();
        var person = "/api/v1/platform/users/" + client.id();

        put(path, between(client, coach));
        platform.put(person, named("Another name"));
        platform.put(person, named("Another name").put("locale", "nl"));
        put(path, between(client, coach).put("endsAt", "2999-01-01T00:00:00Z"));
        platform.delete(path);
        put(path, between(client, coach));
        put(path, between(client, coach).put("endsAt", "2026-01-01T00:00:00Z").put("startsAt", "2025-01-01T00:00:00Z"));
        put(path, between(client, coach).put("startsAt", in(2)).put("endsAt", in(3)));
        awaitStatus(client, coach, 200);
        awaitStatus(client, coach, 404);
        // The end is recorded by the sweep, or else by this call.
        put(path, between(client, coach));
        client.post("/api/v1/me/sign-out-everywhere");
        platform.post(person + "/revoke");

        var expected = List.of(
                BY_PLATFORM + "tokens-revoked",
                client.id() + " signed-out-everywhere",
                BY_PLATFORM + "assignment-reopened",
                BY_DATE + "assignment-ended-by-date",
                BY_DATE + "assignment-began-by-date",
                BY_PLATFORM + "assignment-reopened",
                BY_PLATFORM + "assignment-ended",
                BY_PLATFORM + "assignment-reopened",
                BY_PLATFORM + "assignment-ended",
                BY_PLATFORM + "assignment-changed",
                BY_PLATFORM + "person-locale-changed",
                BY_PLATFORM + "person-renamed",
                BY_PLATFORM + "assignment-made",
                BY_PLATFORM + "person-announced");
        var later = laterToken(client);
        assertThat(read(later, coach)).isEqualTo(expected);
        assertThat(expected.stream().map(entry -> entry.split(" ")[1]).collect(toSet()))
                .isEqualTo(Stream.of(AuditAction.values())
                        // By an operator's command; EraseTest reads it.
                        .filter(action -> action != AuditAction.CONVERSATION_ERASED)
                        .map(AuditAction::label)
                        .collect(toSet()));
        var items = later.get(audit(coach) + "?limit=200").items();
        assertThat(items)
                .allSatisfy(item ->
                        assertThat(((JsonObject) item).fieldNames()).containsExactlyInAnyOrder("at", "actor", "action"))
                .extracting(item -> ((JsonObject) item).getInstant("at"))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .allSatisfy(at -> assertThat(at)
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1)));
    }

    @Test
    void callsThatChangeNothing_leaveNoRow() {
        var pair = world.pair();
        var path = "/api/v1/platform/assignments/" + pair.assignmentId();
        var person = "/api/v1/platform/users/" + pair.client().id();
        var before = read(pair.client(), pair.coach());
        assertThat(before).containsExactly(BY_PLATFORM + "assignment-made", BY_PLATFORM + "person-announced");

        put(path, between(pair.client(), pair.coach()));
        platform.put(person, named("Person of a test"));
        assertProblem(platform.put(person, named("")), "invalid-value");
        // The last is refused after it was written, and rolled back.
        assertProblem(platform.put(path, between(pair.coach(), pair.client())), "assignment-conflict");
        assertProblem(
                platform.put(path, between(pair.client(), pair.coach()).put("endsAt", "2001-01-01T00:00:00Z")),
                "invalid-value");
        assertProblem(platform.delete("/api/v1/platform/assignments/unknown-" + UUID.randomUUID()), "not-found");
        assertProblem(pair.coach().delete(path), "forbidden");
        pair.client().send(pair.coach().id(), "a message");
        pair.coach().put("/api/v1/conversations/" + pair.client().id() + "/read", new JsonObject().put("seq", 1));
        assertThat(read(pair.client(), pair.coach())).isEqualTo(before);

        for (int i = 0; i < 3; i++) {
            assertThat(platform.delete(path).status()).isEqualTo(204);
        }
        put(path, between(pair.client(), pair.coach()));
        assertThat(read(pair.client(), pair.coach()))
                .startsWith(BY_PLATFORM + "assignment-reopened", BY_PLATFORM + "assignment-ended")
                .hasSize(before.size() + 2);
    }

    @Test
    void callsAtTheSameMoment_leaveOneRow() throws Exception {
        var client = world.person("client");
        var coach = world.person("coach");
        var path = "/api/v1/platform/assignments/assignment-" + UUID.randomUUID();
        var person = "/api/v1/platform/users/" + client.id();
        eightTimes(() -> platform.put(path, between(client, coach)).status());
        eightTimes(() -> platform.put(person, named("Another name")).status());
        eightTimes(() -> platform.delete(path).status());
        eightTimes(() -> platform.put(path, between(client, coach)).status());
        assertThat(read(client, coach))
                .containsExactly(
                        BY_PLATFORM + "assignment-reopened",
                        BY_PLATFORM + "assignment-ended",
                        BY_PLATFORM + "person-renamed",
                        BY_PLATFORM + "assignment-made",
                        BY_PLATFORM + "person-announced");
    }

    @Test
    void dates_thatPassedBeforeACallAreRecordedBeforeIt() {
        var client = world.person("client");
        var coach = world.person("coach");
        var path = "/api/v1/platform/assignments/assignment-" + UUID.randomUUID();
        for (int round = 0; round < 5; round++) {
            var startsAt = Instant.now().plusMillis(300);
            put(path, between(client, coach).put("startsAt", startsAt.toString()));
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> Instant.now().isAfter(startsAt.plusMillis(20)));
            // The sweep comes each second: most of these calls are earlier.
            put(
                    path,
                    between(client, coach).put("startsAt", startsAt.toString()).put("endsAt", "2999-01-01T00:00:00Z"));
            assertThat(read(client, coach))
                    .startsWith(BY_PLATFORM + "assignment-changed", BY_DATE + "assignment-began-by-date");
            platform.delete(path);
        }
    }

    @Test
    void participant_seesTheirPairAndThemselvesAlone() {
        var pair = world.pair();
        var client = pair.client();
        var coach = pair.coach();
        var other = world.assign(world.person("client"), coach).client();
        platform.put("/api/v1/platform/users/" + coach.id(), named("Coach renamed"));
        platform.put("/api/v1/platform/users/" + client.id(), named("Client renamed"));
        platform.put("/api/v1/platform/users/" + other.id(), named("Other renamed"));

        var made = BY_PLATFORM + "assignment-made";
        var renamed = BY_PLATFORM + "person-renamed";
        var announced = BY_PLATFORM + "person-announced";
        assertThat(read(client, coach)).containsExactly(renamed, made, announced);
        assertThat(read(coach, client)).containsExactly(renamed, made, announced);
        assertThat(read(coach, other)).containsExactly(renamed, made, announced);
        // What one revokes is one's own affair.
        client.post("/api/v1/me/sign-out-everywhere");
        assertThat(read(coach, client)).containsExactly(renamed, made, announced);
        assertThat(read(laterToken(client), coach)).startsWith(client.id() + " signed-out-everywhere");
    }

    @Test
    void strangersAndFormerPeople_findNothing() {
        var pair = world.pair();
        assertProblem(world.person("coach").get(audit(pair.client())), "not-found");
        assertProblem(world.pair().coach().get(audit(pair.client())), "not-found");
        assertProblem(pair.coach().get(audit(pair.coach())), "not-found");
        assertProblem(platform.get(audit(pair.client())), "forbidden");
        // Whatever is in the cursor.
        var cursor = pair.client().get(audit(pair.coach()) + "?limit=1").json().getString("nextCursor");
        assertProblem(world.person("coach").get(audit(pair.client()) + "?cursor=" + cursor), "not-found");
        world.end(pair.assignmentId());
        assertProblem(pair.client().get(audit(pair.coach())), "not-found");
        assertProblem(pair.coach().get(audit(pair.client())), "not-found");
    }

    @Test
    void pages_giveEachRowOnce() {
        var pair = world.pair();
        var person = "/api/v1/platform/users/" + pair.client().id();
        for (int i = 0; i < 7; i++) {
            platform.put(person, named("Name " + i));
        }
        var whole = entries(pair.client(), pair.coach(), 200);
        assertThat(whole).hasSize(9);
        for (var limit : List.of(1, 2, 3, 4, 8, 9)) {
            assertThat(entries(pair.client(), pair.coach(), limit)).isEqualTo(whole);
        }
        // What is new meanwhile moves no later page.
        var first = pair.client().get(audit(pair.coach()) + "?limit=3").json();
        platform.put(person, named("Newer"));
        var second = pair.client().get(audit(pair.coach()) + "?limit=3&cursor=" + first.getString("nextCursor"));
        assertThat(second.items().stream().map(JsonObject.class::cast)).isEqualTo(whole.subList(3, 6));
        // By default there are fifty on a page.
        for (int i = 0; i < 45; i++) {
            platform.put(person, named("Name " + i));
        }
        assertThat(pair.client().get(audit(pair.coach())).items()).hasSize(50);
        assertThat(pair.client().get(audit(pair.coach())).json().getString("nextCursor"))
                .isNotBlank();
        assertThat(pair.client().get(audit(pair.coach()) + "?limit=200").json().fieldNames())
                .containsExactly("items");
    }

    @Test
    void cursor_tellsNothingOfOthers() {
        var pair = world.pair();
        var page = pair.client().get(audit(pair.coach()) + "?limit=1").json();
        var at = page.getJsonArray("items").getJsonObject(0).getString("at");
        assertThat(new String(Base64.getUrlDecoder().decode(page.getString("nextCursor")), StandardCharsets.US_ASCII))
                .isEqualTo(at + " 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "x", "1e2", "1.5", "9999999999999999999"})
    void limit_outOfRangeIsInvalid(String limit) {
        var pair = world.pair();
        assertProblem(pair.client().get(audit(pair.coach()) + "?limit=" + limit), "invalid-parameter")
                .ofField("limit");
    }

    static Stream<String> oddCursors() {
        return Stream.of(
                "x",
                "%00",
                "42",
                encoded("2026-01-01T00:00:00Z"),
                encoded("2026-01-01T00:00:00Z "),
                encoded("2026-01-01T00:00:00Z 0"),
                encoded("2026-01-01T00:00:00Z -1"),
                encoded("2026-01-01T00:00:00Z 4294967295"),
                encoded("2026-01-01T00:00:00Z 1 1"),
                encoded("2026-01-01T00:00:00Z x'; drop table audit; --"),
                encoded("-100000-01-01T00:00:00Z 1"),
                encoded("+100000-01-01T00:00:00Z 1"),
                encoded("now 1"));
    }

    @ParameterizedTest
    @MethodSource("oddCursors")
    void cursor_thatNoPageGaveIsInvalid(String cursor) {
        var pair = world.pair();
        assertProblem(pair.client().get(audit(pair.coach()) + "?cursor=" + cursor), "invalid-parameter")
                .ofField("cursor");
    }

    private static String encoded(String cursor) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void row_isThereWithTheFactOrNotAtAll() {
        var pair = world.pair();
        var before = read(pair.client(), pair.coach());
        var client = new UserId(pair.client().id());
        assertThatThrownBy(() -> audit.ofPerson(client, AuditAction.PERSON_RENAMED, client))
                .hasRootCauseInstanceOf(TransactionRequiredException.class);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    audit.ofPerson(client, AuditAction.PERSON_RENAMED, client);
                    throw new IllegalStateException("the fact did not happen");
                }))
                .hasMessageContaining("the fact did not happen");
        assertThat(read(pair.client(), pair.coach())).isEqualTo(before);
    }

    private void put(String path, JsonObject assignment) {
        var answer = platform.put(path, assignment);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    private static JsonObject between(ChatClient client, ChatClient coach) {
        return new JsonObject().put("clientId", client.id()).put("coachId", coach.id());
    }

    private static JsonObject named(String name) {
        return new JsonObject().put("displayName", name);
    }

    private static String in(int seconds) {
        return Instant.now().plusSeconds(seconds).toString();
    }

    private static void awaitStatus(ChatClient client, ChatClient coach, int status) {
        await().atMost(Duration.ofSeconds(7))
                .until(() -> client.messages(coach.id(), "").status() == status);
    }

    /** The same person, with a token of after the revocation. */
    private ChatClient laterToken(ChatClient person) {
        return await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> world.caller(person.id(), "client"),
                        caller -> caller.get("/api/v1/me").status() == 200);
    }

    private static void eightTimes(Callable<Integer> call) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            assertThat(threads.invokeAll(Collections.nCopies(8, call)))
                    .allSatisfy(status -> assertThat(status.resultNow()).isIn(200, 201, 204));
        }
    }

    private static String audit(ChatClient peer) {
        return "/api/v1/conversations/" + peer.id() + "/audit";
    }

    /** All that {@code reader} sees, as actor and action. */
    private static List<String> read(ChatClient reader, ChatClient peer) {
        return entries(reader, peer, 200).stream()
                .map(entry -> entry.getString("actor") + " " + entry.getString("action"))
                .toList();
    }

    /** All that {@code reader} sees, page by page. */
    private static List<JsonObject> entries(ChatClient reader, ChatClient peer, int limit) {
        var entries = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var answer = reader.get(audit(peer) + "?limit=" + limit + cursor);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.items().size()).isBetween(1, limit);
            answer.items().stream().map(JsonObject.class::cast).forEach(entries::add);
            assertThat(entries).doesNotHaveDuplicates();
            var next = answer.json().getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return entries;
    }
}
