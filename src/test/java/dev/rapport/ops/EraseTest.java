package dev.rapport.ops;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The operator's command that erases a conversation, beside a service that runs. */
@QuarkusTest
class EraseTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final String client = pair.client().id();
    private final String coach = pair.coach().id();

    private static String run(String... arguments) throws Exception {
        var printed = new ByteArrayOutputStream();
        new Commands(ConfigProvider.getConfig(), new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void erase_leavesTombstonesThatBothPeopleLearnOf() throws Exception {
        var others = world.pair();
        others.client().send(others.coach().id(), "theirs");
        var key = UUID.randomUUID();
        pair.client().send(coach, "one", key);
        pair.coach().send(client, "two");
        pair.client().send(coach, "three");
        var before = pair.client().messages(coach, "").json().getLong("version");
        try (var socket = pair.coach().connect().ready()) {
            assertThat(run("erase", coach, client)).startsWith("Messages erased: 3.");
            socket.awaitFrame(notification(coach, client, "message-changed"));
        }
        for (var person : List.of(pair.client(), pair.coach())) {
            var peer = person == pair.client() ? coach : client;
            var changes = person.messages(peer, "?since=" + before).json();
            assertThat(changes.getLong("version")).isEqualTo(before + 3);
            assertThat(changes.getJsonArray("items")).hasSize(3).allSatisfy(item -> {
                assertThat(item.toString()).contains("\"text\":\"\"", "\"deleted\":true");
            });
            assertThat(person.texts(peer, "")).containsExactly("", "", "");
            var conversation = person.get("/api/v1/conversations/" + peer).json();
            assertThat(conversation.getInteger("unread")).isZero();
            assertThat(conversation.getJsonObject("lastMessage").getBoolean("deleted"))
                    .isTrue();
        }
        assertThat(pair.coach()
                        .get("/api/v1/conversations/" + client + "/audit?limit=1")
                        .items()
                        .getJsonObject(0)
                        .getString("action"))
                .isEqualTo("conversation-erased");
        assertThat(others.coach().texts(others.client().id(), "")).containsExactly("theirs");

        // A late retry makes no second message, and the conversation goes on.
        assertThat(pair.client().send(coach, "one", key).status()).isEqualTo(200);
        assertThat(pair.client().send(coach, "four").json().getInteger("seq")).isEqualTo(4);
        assertThat(pair.coach().texts(client, "")).containsExactly("", "", "", "four");
        assertThat(run("erase", client, coach)).startsWith("Messages erased: 1.");
    }

    @Test
    void erase_leavesNeitherTextNorKey() throws Exception {
        pair.client().send(coach, "one");
        try (var all = Database.asSuperuser()) {
            var conversation =
                    Long.valueOf(all.value("select conversation_id from participant where user_id = ?", client));
            var wrapped = all.value("select wrapped from conversation_key where conversation_id = ?", conversation);
            run("erase", client, coach);
            assertThat(all.column("select 1 from conversation_key where conversation_id = ?", conversation))
                    .isEmpty();
            assertThat(all.value(
                            "select count(*) from message where conversation_id = ? and (body is not null or idempotency_digest is not null)",
                            conversation))
                    .isEqualTo("0");
            pair.client().send(coach, "two");
            assertThat(all.value("select wrapped from conversation_key where conversation_id = ?", conversation))
                    .isNotEqualTo(wrapped);
        }
    }

    @Test
    void erase_reachesWhatWasEditedAndDeletedBefore() throws Exception {
        var edited = UUID.randomUUID();
        var deleted = UUID.randomUUID();
        pair.client().send(coach, "one", edited);
        pair.client().send(coach, "two", deleted);
        pair.client().edit(coach, 1, "changed");
        pair.client().deleteMessage(coach, 2);
        var version = pair.client().messages(coach, "").json().getLong("version");
        assertThat(run("erase", client, coach)).startsWith("Messages erased: 1.");
        assertThat(pair.client().messages(coach, "").json().getLong("version")).isEqualTo(version + 1);
        try (var all = Database.asSuperuser()) {
            assertThat(all.value("""
                            select count(*) from message where sender_id = ?
                                and (body is not null or idempotency_digest is not null or edited_at is not null)
                            """, client)).isEqualTo("0");
        }
        // The conversation goes on with another key, under which no old digest means anything.
        pair.client().send(coach, "three");
        assertThat(pair.client().send(coach, "one", edited).status()).isEqualTo(200);
        assertThat(pair.client().send(coach, "two", deleted).status()).isEqualTo(200);
    }

    @Test
    void erase_ofNobodysConversationChangesNothing() throws Exception {
        pair.client().send(coach, "one");
        for (var peer : List.of("nobody-" + UUID.randomUUID(), client)) {
            assertThatThrownBy(() -> run("erase", client, peer))
                    .isInstanceOf(Commands.Refused.class)
                    .hasMessageContaining("nothing was erased");
        }
        assertThatThrownBy(() -> run("erase", client, "not an id")).isInstanceOf(Commands.Refused.class);
        assertThatThrownBy(() -> run("erase", client)).hasMessageContaining("erase <userId> <userId>");
        assertThat(pair.coach().texts(client, "")).containsExactly("one");
        assertProblem(pair.client().get("/api/v1/conversations/nobody"), "not-found");
    }
}
