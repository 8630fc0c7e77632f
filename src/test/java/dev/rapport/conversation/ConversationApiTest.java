package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConversationApiTest {
    private static final String LIST = "/api/v1/conversations";

    private final World world = World.ofTestApplication();

    @Test
    void me_tellsWhoIAm() {
        var coach = world.person("coach");
        var me = coach.get("/api/v1/me").json();
        assertThat(me.getString("id")).isEqualTo(coach.id());
        assertThat(me.getString("displayName")).isEqualTo("Person of a test");
        assertThat(me.getString("role")).isEqualTo("coach");
        assertThat(me.getString("locale")).isNotBlank();
    }

    @Test
    void me_ofAPersonWhomThePlatformHasNotPutIsAUserWithoutAssignments() {
        var stranger = world.caller("stranger-" + UUID.randomUUID(), "client");
        var me = stranger.get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().getString("id")).isEqualTo(stranger.id());
        assertThat(me.json().getString("role")).isEqualTo("client");
        assertThat(stranger.get(LIST).items()).isEmpty();
    }

    @Test
    void conversation_beginsEmptyAndOpen() {
        var pair = world.pair();
        var conversation = conversation(pair.client(), pair.coach());
        var expected = new JsonObject()
                .put("state", "open")
                .put("lastSeq", 0)
                .put("version", 0)
                .put("readSeq", 0)
                .put("peerReadSeq", 0)
                .put("unread", 0);
        assertThat(conversation.copy().getMap()).containsAllEntriesOf(expected.getMap());
        assertThat(conversation.containsKey("lastMessage")).isFalse();
        assertThat(conversation.getJsonObject("peer").getString("id"))
                .isEqualTo(pair.coach().id());
        assertThat(conversation.getJsonObject("peer").getString("displayName")).isEqualTo("Person of a test");
        assertThat(pair.client().get(LIST).items()).containsExactly(conversation);
    }

    @Test
    void conversation_showsTheLastMessageToBoth() {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "first");
        var last = pair.coach().send(pair.client().id(), "second").json();
        for (var view : List.of(conversation(pair.client(), pair.coach()), conversation(pair.coach(), pair.client()))) {
            assertThat(view.getJsonObject("lastMessage")).isEqualTo(last);
            assertThat(view.getLong("lastSeq")).isEqualTo(2);
            assertThat(view.getLong("version")).isEqualTo(2);
            assertThat(view.getInteger("unread")).isEqualTo(1);
        }
    }

    @Test
    void list_hasTheLatestActiveFirst() {
        var client = world.person("client");
        var first = world.assign(client, world.person("coach")).coach().id();
        var second = world.assign(client, world.person("coach")).coach().id();
        var third = world.assign(client, world.person("coach")).coach().id();
        assertThat(peers(client, "")).containsExactly(third, second, first);
        client.send(first, "x");
        assertThat(peers(client, "")).containsExactly(first, third, second);
        client.send(second, "x");
        assertThat(peers(client, "")).containsExactly(second, first, third);
    }

    @Test
    void list_canBePagedThroughWithoutLosingOrDoublingAny() {
        var client = world.person("client");
        var coaches = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            coaches.addFirst(world.assign(client, world.person("coach")).coach().id());
        }
        var seen = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        var query = "?limit=3";
        while (query != null) {
            var page = client.get(LIST + query);
            assertThat(page.status()).isEqualTo(200);
            seen.addAll(peers(client, query));
            sizes.add(page.items().size());
            var cursor = page.json().getString("nextCursor");
            query = cursor == null ? null : "?limit=3&cursor=" + cursor;
        }
        assertThat(seen).isEqualTo(coaches);
        assertThat(sizes).containsExactly(3, 3, 1);
        // Seven fit into one page, so that there is no next one.
        assertThat(client.get(LIST + "?limit=7").json().getString("nextCursor")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "201",
                "1000000000",
                "9223372036854775808",
                "1.5",
                "x",
                "%2B5",
                "0x10",
                "1e1",
                "%EF%BC%95",
                "%D9%A5"
            })
    @DisplayName("A24 a limit out of range")
    void limit_outOfRangeIsInvalid(String limit) {
        assertProblem(world.person("client").get(LIST + "?limit=" + limit), "invalid-parameter")
                .ofField("limit")
                .withDetail();
    }

    @Test
    void limit_withinRangeIsTaken() {
        assertThat(world.person("client").get(LIST + "?limit=1").status()).isEqualTo(200);
        assertThat(world.person("client").get(LIST + "?limit=200").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A24 a cursor that was tampered with")
    void cursor_tamperedWithIsInvalid() {
        var cursors = List.of(
                "x",
                "-1",
                "9223372036854775808",
                "AAAA",
                "%00",
                "null",
                "'%20or%201=1--",
                encoded(" "),
                encoded("2026-01-01T00:00:00Z"),
                encoded("2026-01-01T00:00:00Z "),
                encoded("2026-01-01T00:00:00Z a b"),
                encoded("tomorrow x"),
                encoded("+1000000000-12-31T23:59:59.999999999Z x"),
                encoded("-1000000000-01-01T00:00:00Z x"),
                encoded("9999-12-31T23:59:59Z x"));
        var client = world.person("client");
        for (var cursor : cursors) {
            assertProblem(client.get(LIST + "?cursor=" + cursor), "invalid-parameter")
                    .ofField("cursor")
                    .withDetail();
        }
    }

    @Test
    @DisplayName("A24 the cursor of another person")
    void cursor_ofAnotherPersonShowsOnesOwnListAlone() {
        var other = world.person("client");
        world.assign(other, world.person("coach"));
        world.assign(other, world.person("coach"));
        var pair = world.pair();
        var cursor = other.get(LIST + "?limit=1").json().getString("nextCursor");
        assertThat(cursor).isNotNull();
        assertThat(peers(pair.client(), "?cursor=" + cursor))
                .isSubsetOf(pair.coach().id());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void list_unchangedIsNotModified() {
        var pair = world.pair();
        var tag = pair.client().get(LIST).header("ETag");
        assertThat(tag).matches("\"[^\"]+\"");
        assertThat(pair.client().get(LIST).header("ETag")).isEqualTo(tag);
        var unchanged = pair.client().call("GET", LIST, null, "If-None-Match", tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        assertThat(unchanged.header("Cache-Control")).isEqualTo("no-store");

        pair.coach().send(pair.client().id(), "x");
        var changed = pair.client().call("GET", LIST, null, "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        var several = pair.client().call("GET", LIST, null, "If-None-Match", tag + ", " + changed.header("ETag"));
        assertThat(several.status()).isEqualTo(304);
    }

    @Test
    void peerRole_isTheSideInTheAssignmentAndNotTheRole() {
        // Two coaches, of whom one is coached; and a client by role who coaches.
        var coached = world.person("coach");
        var coach = world.assign(coached, world.person("coach")).coach();
        assertThat(peer(coached, coach).getString("role")).isEqualTo("coach");
        assertThat(peer(coach, coached).getString("role")).isEqualTo("client");
        var peerCoach = world.assign(coached, world.person("client")).coach();
        assertThat(peer(coached, peerCoach).getString("role")).isEqualTo("coach");
        assertThat(peer(peerCoach, coached).getString("role")).isEqualTo("client");
        assertThat(peerCoach.send(coached.id(), "rights follow the assignment").status())
                .isEqualTo(201);
    }

    @Test
    void userIds_areOpaqueText() {
        var number = String.valueOf(ThreadLocalRandom.current().nextLong(1_000_000_000L, 9_000_000_000L));
        var client = world.person("client");
        var plain = announced(number);
        var padded = announced("0" + number);
        world.assign(client, plain);
        client.send(plain.id(), "for the number");
        assertProblem(client.get(LIST + "/" + padded.id()), "not-found");
        assertProblem(padded.messages(client.id(), ""), "not-found");
        world.assign(client, padded);
        client.send(padded.id(), "for the padded one");
        assertThat(plain.texts(client.id(), "")).containsExactly("for the number");
        assertThat(padded.texts(client.id(), "")).containsExactly("for the padded one");
    }

    @Test
    void userIds_ofEveryAllowedCharacterAreAddresses() {
        var odd = announced("a.b_c:d@e-" + UUID.randomUUID());
        var upper = announced(odd.id().toUpperCase(Locale.ROOT));
        var client = world.person("client");
        world.assign(client, odd);
        var sent = client.send(odd.id(), "x");
        assertThat(client.get(sent.header("Location")).json()).isEqualTo(sent.json());
        assertThat(client.get(LIST + "/" + odd.id().replace(":", "%3A").replace("@", "%40"))
                        .status())
                .isEqualTo(200);
        assertProblem(upper.messages(client.id(), ""), "not-found");
    }

    @Test
    void read_movesForwardAndTakesAVersion() {
        var pair = world.pair();
        for (var text : List.of("1", "2", "3")) {
            pair.client().send(pair.coach().id(), text);
        }
        assertThat(conversation(pair.coach(), pair.client()).getInteger("unread"))
                .isEqualTo(3);
        assertThat(read(pair.coach(), pair.client(), "{\"seq\":2}")).isEqualTo(204);
        assertMarks(pair, 2, 4, 1);
        // Lower and equal: nothing happens.
        assertThat(read(pair.coach(), pair.client(), "{\"seq\":1}")).isEqualTo(204);
        assertThat(read(pair.coach(), pair.client(), "{\"seq\":2}")).isEqualTo(204);
        assertMarks(pair, 2, 4, 1);
        assertThat(read(pair.coach(), pair.client(), "{\"seq\":3}")).isEqualTo(204);
        assertMarks(pair, 3, 5, 0);
        // The mark's version is taken: the next message has the one after it.
        assertThat(pair.client().send(pair.coach().id(), "4").json().getLong("version"))
                .isEqualTo(6);
    }

    private static void assertMarks(World.Pair pair, long seq, long version, int unread) {
        var reader = conversation(pair.coach(), pair.client());
        assertThat(reader.getLong("readSeq")).isEqualTo(seq);
        assertThat(reader.getLong("version")).isEqualTo(version);
        assertThat(reader.getInteger("unread")).isEqualTo(unread);
        var writer = conversation(pair.client(), pair.coach());
        assertThat(writer.getLong("peerReadSeq")).isEqualTo(seq);
        assertThat(writer.getLong("readSeq")).isZero();
        var page = pair.client().messages(pair.coach().id(), "").json();
        assertThat(page.getLong("peerReadSeq")).isEqualTo(seq);
        assertThat(page.getLong("version")).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seq\":0}", "{\"seq\":-1}", "{\"seq\":2}", "{\"seq\":9223372036854775807}", "{}"})
    void read_outOfRangeIsInvalid(String body) {
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "the only one");
        assertProblem(pair.coach().put(readPath(pair.client()), body), "invalid-value")
                .ofField("seq")
                .withDetail();
        assertThat(conversation(pair.coach(), pair.client()).getLong("readSeq")).isZero();
    }

    @Test
    void read_ofAnEmptyConversationIsInvalid() {
        var pair = world.pair();
        assertProblem(pair.coach().put(readPath(pair.client()), "{\"seq\":1}"), "invalid-value");
    }

    @Test
    void unread_isCountedToAHundred() {
        var pair = world.pair();
        pair.coach().send(pair.client().id(), "one's own is never unread");
        for (int i = 0; i < 99; i++) {
            pair.client().send(pair.coach().id(), "x");
        }
        assertThat(conversation(pair.coach(), pair.client()).getInteger("unread"))
                .isEqualTo(99);
        for (var text : Collections.nCopies(3, "y")) {
            pair.client().send(pair.coach().id(), text);
        }
        assertThat(conversation(pair.coach(), pair.client()).getInteger("unread"))
                .isEqualTo(100);
        assertThat(conversation(pair.client(), pair.coach()).getInteger("unread"))
                .isEqualTo(1);
    }

    @Test
    void history_afterTheEndIsNotFound() {
        var pair = world.pair();
        var sent = pair.client().send(pair.coach().id(), "x");
        world.end(pair.assignmentId());
        assertProblem(pair.client().get(sent.header("Location")), "not-found");
        assertProblem(pair.client().send(pair.coach().id(), "y"), "not-found");
        assertProblem(pair.coach().put(readPath(pair.client()), "{\"seq\":1}"), "not-found");
        assertThat(pair.client().get(LIST).items()).isEmpty();
        assertThat(pair.coach().get(LIST).items()).isEmpty();
    }

    private ChatClient announced(String id) {
        assertThat(world.platform()
                        .put("/api/v1/platform/users/" + id, new JsonObject().put("displayName", "x"))
                        .status())
                .isEqualTo(201);
        return world.caller(id, "coach");
    }

    private static List<String> peers(ChatClient caller, String query) {
        return caller.get(LIST + query).items().stream()
                .map(item -> ((JsonObject) item).getJsonObject("peer").getString("id"))
                .toList();
    }

    private static JsonObject conversation(ChatClient caller, ChatClient peer) {
        return caller.get(LIST + "/" + peer.id()).json();
    }

    private static JsonObject peer(ChatClient caller, ChatClient peer) {
        return conversation(caller, peer).getJsonObject("peer");
    }

    private static String readPath(ChatClient peer) {
        return LIST + "/" + peer.id() + "/read";
    }

    private static int read(ChatClient caller, ChatClient peer, String body) {
        return caller.put(readPath(peer), body).status();
    }
}
