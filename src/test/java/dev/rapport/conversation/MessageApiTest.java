package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MessageApiTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ChatClient client = pair.client();
    private final ChatClient coach = pair.coach();

    @Test
    void send_storesTheMessage() {
        var answer = client.send(coach.id(), "hello");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var message = answer.json();
        assertThat(message.fieldNames()).containsExactlyInAnyOrder("seq", "version", "senderId", "text", "sentAt");
        assertThat(message.getLong("seq")).isEqualTo(1);
        assertThat(message.getLong("version")).isEqualTo(1);
        assertThat(message.getString("senderId")).isEqualTo(client.id());
        assertThat(message.getString("text")).isEqualTo("hello");
        assertThat(message.getString("sentAt")).endsWith("Z");
        assertThat(message.getInstant("sentAt"))
                .isBetween(
                        Instant.now().minus(Duration.ofSeconds(20)),
                        Instant.now().plusMillis(100));
        assertThat(answer.header("Location")).endsWith(ChatClient.messages(coach.id()) + "/1");
        assertThat(client.get(answer.header("Location")).json()).isEqualTo(message);
        assertThat(coach.get(ChatClient.messages(client.id()) + "/1").json()).isEqualTo(message);
    }

    @Test
    void send_countsOnForBothAndTimeNeverFalls() {
        var sent = IntStream.range(0, 6)
                .mapToObj(i -> (i % 2 == 0 ? client.send(coach.id(), "x") : coach.send(client.id(), "x")).json())
                .toList();
        assertThat(sent).extracting(message -> message.getLong("seq")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(sent).extracting(message -> message.getInstant("sentAt")).isSorted();
    }

    @Test
    void sameKey_returnsTheMessageForEver() {
        var key = UUID.randomUUID();
        var first = client.send(coach.id(), "once", key);
        client.send(coach.id(), "another");
        for (var again : List.of(
                client.send(coach.id(), "once", key),
                client.post(
                        ChatClient.messages(coach.id()),
                        "{\"text\":\"\\u006fnce\"}",
                        "Idempotency-Key",
                        key.toString().toUpperCase(Locale.ROOT)))) {
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.json()).isEqualTo(first.json());
        }
        assertThat(coach.texts(client.id(), "")).containsExactly("once", "another");
        assertThat(newest(client, "").getLong("version")).isEqualTo(2);
    }

    @Test
    void sameKey_withAnotherTextIsRefused() {
        var key = UUID.randomUUID();
        client.send(coach.id(), "once", key);
        for (var other : List.of("Once", "once ", "another")) {
            assertProblem(client.send(coach.id(), other, key), "idempotency-key-reused")
                    .withoutEcho("once", key.toString());
        }
        assertThat(coach.texts(client.id(), "")).containsExactly("once");
    }

    @Test
    @DisplayName("A27 a key of another person or conversation")
    void sameKey_ofTheOtherPersonOrConversationIsAnotherKey() {
        var key = UUID.randomUUID();
        var other = world.assign(client, world.person("coach")).coach();
        assertThat(client.send(coach.id(), "mine", key).status()).isEqualTo(201);
        assertThat(coach.send(client.id(), "yours", key).status()).isEqualTo(201);
        assertThat(client.send(other.id(), "elsewhere", key).status()).isEqualTo(201);
        assertThat(client.texts(coach.id(), "")).containsExactly("mine", "yours");
        assertThat(client.texts(other.id(), "")).containsExactly("elsewhere");
    }

    @Test
    void sameKey_afterTheEndOpensNothing() {
        var key = UUID.randomUUID();
        client.send(coach.id(), "once", key);
        world.end(pair.assignmentId());
        assertProblem(client.send(coach.id(), "once", key), "not-found");
    }

    @Test
    void key_missingIsRefused() {
        assertProblem(client.post(ChatClient.messages(coach.id()), "{\"text\":\"x\"}"), "idempotency-key-missing")
                .withDetail();
        assertThat(coach.texts(client.id(), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "1-1-1-1-1",
                "0190a7b60c3c7000a000000000000001",
                "{0190a7b6-0c3c-7000-a000-000000000001}",
                "0190a7b6-0c3c-7000-a000-00000000000g",
                "0190a7b6-0c3c-7000-a000-0000000000011",
                "urn:uuid:0190a7b6-0c3c-7000-a000-000000000001",
                "'; drop table message; --"
            })
    void key_thatIsNoUuidIsRefused(String key) {
        var answer = client.post(ChatClient.messages(coach.id()), "{\"text\":\"x\"}", "Idempotency-Key", key);
        assertProblem(answer, "idempotency-key-invalid").withDetail();
    }

    @Test
    void pages_ofAnEmptyConversationAreEmpty() {
        var expected = new JsonObject("{\"items\":[],\"version\":0,\"readSeq\":0,\"peerReadSeq\":0,\"hasMore\":false}");
        for (var query : List.of("", "?before=1", "?before=9", "?since=0")) {
            assertThat(newest(client, query)).isEqualTo(expected);
        }
    }

    @Test
    void newest_hasTheLastOnesAscending() {
        sendNumbers(5);
        assertThat(client.texts(coach.id(), "?limit=2")).containsExactly("4", "5");
        assertThat(newest(client, "?limit=2").getBoolean("hasMore")).isTrue();
        assertThat(client.texts(coach.id(), "?limit=5")).containsExactly("1", "2", "3", "4", "5");
        assertThat(newest(client, "?limit=5").getBoolean("hasMore")).isFalse();
        assertThat(newest(client, "?limit=1").getLong("version")).isEqualTo(5);
    }

    @Test
    void newest_hasFiftyByDefaultAndTwoHundredAtMost() {
        sendNumbers(51);
        assertThat(client.texts(coach.id(), "")).hasSize(50).startsWith("2").endsWith("51");
        assertThat(client.texts(coach.id(), "?limit=200")).hasSize(51);
        assertProblem(client.messages(coach.id(), "?limit=201"), "invalid-parameter")
                .ofField("limit");
    }

    @Test
    void before_goesBackToTheFirst() {
        sendNumbers(7);
        assertThat(client.texts(coach.id(), "?before=6&limit=3")).containsExactly("3", "4", "5");
        assertThat(newest(client, "?before=6&limit=3").getBoolean("hasMore")).isTrue();
        assertThat(client.texts(coach.id(), "?before=3&limit=3")).containsExactly("1", "2");
        assertThat(newest(client, "?before=3&limit=3").getBoolean("hasMore")).isFalse();
        assertThat(newest(client, "?before=4&limit=3").getBoolean("hasMore")).isFalse();
        assertThat(client.texts(coach.id(), "?before=1")).isEmpty();
        assertThat(client.texts(coach.id(), "?before=" + Long.MAX_VALUE + "&limit=2"))
                .containsExactly("6", "7");
    }

    @Test
    void since_bringsEveryChangeOncePageByPage() {
        sendNumbers(3);
        var version = newest(client, "").getLong("version");
        assertThat(newest(client, "?since=" + version).getJsonArray("items")).isEmpty();
        assertThat(newest(client, "?since=" + version).getLong("version")).isEqualTo(version);
        sendNumbers(5);
        client.put("/api/v1/conversations/" + coach.id() + "/read", "{\"seq\":8}");
        sendNumbers(1);

        var seen = new ArrayList<Long>();
        boolean more = true;
        while (more) {
            var page = newest(client, "?limit=2&since=" + version);
            var items = page.getJsonArray("items");
            more = page.getBoolean("hasMore");
            for (int i = 0; i < items.size(); i++) {
                seen.add(items.getJsonObject(i).getLong("seq"));
            }
            // The last item's version while there is more, else the conversation's.
            assertThat(page.getLong("version"))
                    .isEqualTo(more ? items.getJsonObject(1).getLong("version") : Long.valueOf(10));
            assertThat(items.size()).isLessThanOrEqualTo(2);
            version = page.getLong("version");
        }
        assertThat(seen).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void since_aReadMarkMovesTheCursorWithoutAnItem() {
        sendNumbers(1);
        coach.put("/api/v1/conversations/" + client.id() + "/read", "{\"seq\":1}");
        var page = newest(client, "?since=1");
        assertThat(page.getJsonArray("items")).isEmpty();
        assertThat(page.getLong("version")).isEqualTo(2);
        assertThat(page.getLong("peerReadSeq")).isEqualTo(1);
        assertThat(page.getLong("readSeq")).isZero();
        assertThat(page.getBoolean("hasMore")).isFalse();
    }

    @Test
    void since_aheadOfTheConversationStartsTheClientAnew() {
        sendNumbers(2);
        assertProblem(client.messages(coach.id(), "?since=3"), "cursor-ahead").withDetail();
        assertProblem(client.messages(coach.id(), "?since=" + Long.MAX_VALUE), "cursor-ahead");
        assertThat(newest(client, "?since=2").getLong("version")).isEqualTo(2);
    }

    static Stream<String> badQueries() {
        return Stream.of("before", "since", "limit")
                .flatMap(name -> Stream.of(
                                "-1",
                                "9223372036854775808",
                                "x",
                                "1.0",
                                "1%20",
                                "%2B1",
                                "0x1",
                                "%00",
                                "null",
                                "%EF%BC%95")
                        .map(value -> "?" + name + "=" + value));
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    @DisplayName("A24 a cursor that is no number")
    void query_thatIsNoNumberIsInvalid(String query) {
        assertProblem(client.messages(coach.id(), query), "invalid-parameter")
                .ofField(query.substring(1, query.indexOf('=')))
                .withDetail();
    }

    @Test
    void query_withBothDirectionsIsInvalid() {
        assertProblem(client.messages(coach.id(), "?before=1&since=1"), "invalid-parameter");
        assertProblem(client.messages(coach.id(), "?before=0"), "invalid-parameter");
    }

    @Test
    void message_thatDoesNotExistIsNotFound() {
        sendNumbers(1);
        for (var seq : List.of("2", "9223372036854775807")) {
            assertProblem(client.messages(coach.id(), "/" + seq), "not-found");
        }
        for (var seq : List.of("0", "-1", "9223372036854775808", "x", "1x")) {
            assertProblem(client.messages(coach.id(), "/" + seq), "invalid-parameter")
                    .ofField("seq");
        }
    }

    @Test
    @DisplayName("A20 a message of another conversation")
    void message_ofAnotherConversationIsNotReachedThroughMine() {
        var other = world.pair();
        sendNumbers(1);
        other.client().send(other.coach().id(), "1 of theirs");
        other.client().send(other.coach().id(), "2 of theirs");
        assertProblem(client.messages(coach.id(), "/2"), "not-found");
        assertProblem(client.messages(other.coach().id(), "/2"), "not-found");
        assertThat(client.texts(coach.id(), "?since=0")).containsExactly("1");
    }

    private void sendNumbers(int count) {
        var last = newest(client, "?limit=1").getJsonArray("items");
        var first = last.isEmpty() ? 1 : last.getJsonObject(0).getInteger("seq") + 1;
        for (int i = first; i < first + count; i++) {
            assertThat(client.send(coach.id(), String.valueOf(i)).status()).isEqualTo(201);
        }
    }

    private JsonObject newest(ChatClient reader, String query) {
        Answer answer = reader.messages(reader == client ? coach.id() : client.id(), query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
