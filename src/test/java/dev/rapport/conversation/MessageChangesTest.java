package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Editing and deleting, as both people see it. */
@QuarkusTest
class MessageChangesTest {
    private static final String LIST = "/api/v1/conversations";

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ChatClient client = pair.client();
    private final ChatClient coach = pair.coach();
    private final UUID key = UUID.randomUUID();

    @BeforeEach
    void message() {
        assertThat(client.send(coach.id(), "first", key).status()).isEqualTo(201);
    }

    private JsonObject seenByTheCoach(long seq) {
        return coach.get(ChatClient.messages(client.id()) + "/" + seq).json();
    }

    private long version() {
        return coach.get(LIST + "/" + client.id()).json().getLong("version");
    }

    @Test
    void edit_givesTheMessageAnotherText() {
        var sent = seenByTheCoach(1);
        var answer = client.edit(coach.id(), 1, "second");
        assertThat(answer.status()).isEqualTo(200);
        var edited = answer.json();
        assertThat(edited.fieldNames())
                .containsExactlyInAnyOrder("seq", "version", "senderId", "text", "sentAt", "editedAt");
        assertThat(edited.getString("text")).isEqualTo("second");
        assertThat(edited.getLong("version")).isEqualTo(2);
        assertThat(edited.getString("sentAt")).isEqualTo(sent.getString("sentAt"));
        assertThat(edited.getInstant("editedAt")).isAfterOrEqualTo(sent.getInstant("sentAt"));
        for (var person : List.of(client, coach)) {
            var peer = person == client ? coach : client;
            assertThat(person.messages(peer.id(), "").items()).containsExactly(edited);
            assertThat(person.messages(peer.id(), "?since=1").items()).containsExactly(edited);
            assertThat(person.get(LIST + "/" + peer.id()).json().getJsonObject("lastMessage"))
                    .isEqualTo(edited);
        }
    }

    @Test
    void delete_leavesATombstoneOfThePlaceAlone() {
        client.edit(coach.id(), 1, "second");
        client.send(coach.id(), "next");
        assertThat(coach.get(LIST + "/" + client.id()).json().getInteger("unread"))
                .isEqualTo(2);
        var answer = client.deleteMessage(coach.id(), 1);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        var tombstone = seenByTheCoach(1);
        assertThat(tombstone.fieldNames())
                .containsExactlyInAnyOrder("seq", "version", "senderId", "text", "sentAt", "deleted");
        assertThat(tombstone.getString("text")).isEmpty();
        assertThat(tombstone.getBoolean("deleted")).isTrue();
        assertThat(tombstone.getLong("version")).isEqualTo(4);
        assertThat(coach.texts(client.id(), "")).containsExactly("", "next");
        assertThat(coach.get(LIST + "/" + client.id()).json().getInteger("unread"))
                .isEqualTo(1);
        assertProblem(client.edit(coach.id(), 1, "third"), "message-deleted").withoutEcho("third");
        assertThat(version()).isEqualTo(4);
    }

    @Test
    void list_showsTheTombstoneOfTheLastMessageUnderAnotherTag() {
        var before = coach.get(LIST);
        client.edit(coach.id(), 1, "second");
        var edited = coach.get(LIST);
        client.deleteMessage(coach.id(), 1);
        var deleted = coach.get(LIST);
        assertThat(List.of(before.header("ETag"), edited.header("ETag"), deleted.header("ETag")))
                .doesNotHaveDuplicates();
        assertThat(deleted.items().getJsonObject(0).getJsonObject("lastMessage"))
                .isEqualTo(seenByTheCoach(1));
        assertThat(deleted.body()).doesNotContain("first", "second");
    }

    @Test
    void since_showsOnceWhatChangedTwice() {
        client.send(coach.id(), "other");
        client.edit(coach.id(), 1, "second");
        client.edit(coach.id(), 1, "third");
        assertThat(coach.texts(client.id(), "?since=0")).containsExactly("other", "third");
        assertThat(coach.texts(client.id(), "?since=2")).containsExactly("third");
        assertThat(coach.texts(client.id(), "?since=3")).containsExactly("third");
        assertThat(coach.messages(client.id(), "?since=2").json().getLong("version"))
                .isEqualTo(4);
        assertThat(coach.messages(client.id(), "?since=4").items()).isEmpty();
    }

    @Test
    void repeatedChange_isNoChange() {
        assertThat(client.edit(coach.id(), 1, "first").json()).isEqualTo(seenByTheCoach(1));
        assertThat(version()).isEqualTo(1);
        var edited = client.edit(coach.id(), 1, "second").json();
        assertThat(client.edit(coach.id(), 1, "second").json()).isEqualTo(edited);
        assertThat(version()).isEqualTo(2);
        client.deleteMessage(coach.id(), 1);
        assertThat(client.deleteMessage(coach.id(), 1).status()).isEqualTo(204);
        assertThat(version()).isEqualTo(3);
    }

    @Test
    void key_meansTheTextAsFirstSentForEver() {
        var edited = client.edit(coach.id(), 1, "second").json();
        var again = client.send(coach.id(), "first", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(edited);
        assertProblem(client.send(coach.id(), "second", key), "idempotency-key-reused");
        client.deleteMessage(coach.id(), 1);
        again = client.send(coach.id(), "first", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(seenByTheCoach(1));
        assertThat(again.json().getBoolean("deleted")).isTrue();
        assertProblem(client.send(coach.id(), "second", key), "idempotency-key-reused");
    }

    @Test
    @DisplayName("A20 a message of one conversation through another")
    void message_ofThePeerOrOfNobodyIsNotChanged() {
        coach.send(client.id(), "theirs");
        var elsewhere = world.assign(client, world.person("coach")).coach();
        for (var answer : List.of(client.edit(coach.id(), 2, "mine"), client.deleteMessage(coach.id(), 2))) {
            assertProblem(answer, "forbidden").withoutEcho("mine", "theirs");
        }
        for (var answer : List.of(
                client.edit(coach.id(), 3, "mine"),
                client.deleteMessage(coach.id(), 3),
                client.edit(elsewhere.id(), 1, "mine"),
                client.deleteMessage(elsewhere.id(), 1),
                client.edit("nobody", 1, "mine"),
                client.deleteMessage("nobody", 1),
                client.edit(coach.id(), Long.MAX_VALUE, "mine"))) {
            assertProblem(answer, "not-found");
        }
        assertThat(coach.texts(client.id(), "")).containsExactly("first", "theirs");
        assertThat(version()).isEqualTo(2);
    }

    @Test
    @DisplayName("A26 a conversation that is closed")
    void message_afterTheEndIsNotChanged() {
        world.end(pair.assignmentId());
        assertProblem(client.edit(coach.id(), 1, "mine"), "not-found");
        assertProblem(client.deleteMessage(coach.id(), 1), "not-found");
        world.assign(client, coach);
        assertThat(coach.texts(client.id(), "")).containsExactly("first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":\"\"}",
                "{\"text\":\" \\n\"}",
                "{\"text\":\"a\\u0000\"}",
                "{\"text\":\"\\ud800\"}"
            })
    void text_hasTheRulesOfASend(String body) {
        assertProblem(patch("1", body), "invalid-text");
        assertThat(seenByTheCoach(1).getString("text")).isEqualTo("first");
    }

    @Test
    void shape_comesBeforeTheMessage() {
        assertProblem(patch("99", "{\"text\":\"" + "x".repeat(8193) + "\"}"), "invalid-text");
        assertProblem(patch("1", "{\"text\":\"x\",\"deleted\":true}"), "invalid-json");
        assertProblem(patch("1", "{\"text\":null}"), "invalid-json");
        for (var seq : List.of("0", "-1", "x", "1.0", "9223372036854775808")) {
            assertProblem(patch(seq, "{\"text\":\"x\"}"), "invalid-parameter");
            assertProblem(client.delete(ChatClient.messages(coach.id()) + "/" + seq), "invalid-parameter");
        }
        assertThat(patch("1", "{\"text\":\"" + "x".repeat(8192) + "\"}").status())
                .isEqualTo(200);
    }

    private ChatClient.Answer patch(String seq, String body) {
        return client.call(
                "PATCH", ChatClient.messages(coach.id()) + "/" + seq, body, "Content-Type", "application/json");
    }

    @Test
    void bothPeople_hearOfEachChangeAndNobodyElse() {
        var other = world.assign(client, world.person("coach")).coach();
        try (var ofClient = client.connect().ready();
                var ofCoach = coach.connect().ready();
                var ofOther = other.connect().ready()) {
            client.edit(coach.id(), 1, "first");
            client.edit(coach.id(), 1, "second");
            ofClient.awaitFrame(notification(client.id(), coach.id(), "message-changed"));
            ofCoach.awaitFrame(notification(coach.id(), client.id(), "message-changed"));
            client.deleteMessage(coach.id(), 1);
            client.deleteMessage(coach.id(), 1);
            // Behind these nothing else is under way.
            client.send(coach.id(), "last");
            client.send(other.id(), "last");
            ofClient.awaitFrame(notification(client.id(), other.id(), "own-message"));
            ofCoach.awaitFrame(notification(coach.id(), client.id(), "new-message"));
            ofOther.awaitFrame(notification(other.id(), client.id(), "new-message"));
            assertThat(ofCoach.heard())
                    .containsExactly(
                            notification(coach.id(), client.id(), "message-changed"),
                            notification(coach.id(), client.id(), "message-changed"),
                            notification(coach.id(), client.id(), "new-message"));
            assertThat(ofOther.heard()).containsExactly(notification(other.id(), client.id(), "new-message"));
        }
    }
}
