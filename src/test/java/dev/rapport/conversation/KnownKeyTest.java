package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.cipher.ConversationKeys;
import dev.rapport.identity.UserId;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A send under the key of the message before, of which this replica only thinks that it still holds. */
@QuarkusTest
class KnownKeyTest {
    private static final String NOT_STORED = "RP001";

    @Inject
    ConversationKeys keys;

    @Inject
    KnownKeys known;

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final String client = pair.client().id();
    private final String coach = pair.coach().id();
    private long conversation;

    @BeforeEach
    void sendOnce() throws SQLException {
        assertThat(pair.client().send(coach, "under this key").status()).isEqualTo(201);
        try (var all = Database.asSuperuser()) {
            conversation =
                    Long.parseLong(all.value("select conversation_id from participant where user_id = ?", client));
        }
    }

    private void assertStored(int messages) throws SQLException {
        try (var all = Database.asSuperuser()) {
            assertThat(all.value("select count(*) from message where conversation_id = ?", conversation))
                    .isEqualTo(String.valueOf(messages));
        }
    }

    @Test
    void send_afterTheRightHasEndedIsRefused() throws Exception {
        world.end(pair.assignmentId());
        assertProblem(pair.client().send(coach, "not any more"), "not-found");
        assertStored(1);
    }

    @Test
    void send_isSealedUnderTheKeyOfNow() throws Exception {
        var wrapped = keys.create(conversation);
        try (var elsewhere = Database.asSuperuser()) {
            elsewhere.update(
                    "update conversation_key set wrapped = ? where conversation_id = ?", wrapped.bytes(), conversation);
        }
        assertThat(pair.client().send(coach, "under another").status()).isEqualTo(201);
        assertThat(pair.coach().get(ChatClient.messages(client) + "/2").json().getString("text"))
                .isEqualTo("under another");
    }

    /** Until somebody erases them: or those texts could never be told from a loss. */
    @Test
    void send_whereTheKeyIsLostAndTextsAreThereFails() throws Exception {
        try (var elsewhere = Database.asSuperuser()) {
            elsewhere.update("delete from conversation_key where conversation_id = ?", conversation);
        }
        assertProblem(pair.client().send(coach, "under none"), "internal");
        assertStored(1);
    }

    /** The layer below the service: whatever it believed, the database stores nothing into a conversation of others. */
    @Test
    void conversationOfOthers_takesNothing() throws Exception {
        var stranger = world.pair();
        assertNotStored(stranger.client().id(), coach);
        assertNotStored(stranger.client().id(), stranger.coach().id());
        assertNotStored(client, stranger.coach().id());
        assertStored(1);
    }

    private void assertNotStored(String sender, String recipient) throws SQLException {
        try (var application = Database.asApplication();
                var all = Database.asSuperuser()) {
            var wrapped =
                    all.value("select wrapped::text from conversation_key where conversation_id = ?", conversation);
            assertThatThrownBy(() -> application.value(
                            "select send_message(?, now(), ?, ?, ?::bytea, ''::bytea, ?, ''::bytea)",
                            sender,
                            recipient,
                            conversation,
                            wrapped,
                            UUID.randomUUID()))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(NOT_STORED));
        }
    }

    /** As when the function and the door were of two minds: here the key is another one while the function looks, and only then. */
    @Test
    void send_thatIsNeverStoredEndsInUnavailable() throws Exception {
        try (var all = Database.asSuperuser()) {
            all.update("""
                    create function another_key() returns trigger language plpgsql security definer as $$
                    begin
                        update public.conversation_key set wrapped = wrapped || 'x' where conversation_id = new.id;
                        return new;
                    end
                    $$""");
            try {
                all.update("create trigger another_key before update on conversation for each row when (new.id = %d)"
                                .formatted(conversation)
                        + " execute function another_key()");
                assertProblem(pair.client().send(coach, "never stored"), "unavailable");
            } finally {
                all.update("drop function another_key cascade");
            }
        }
        assertStored(1);
        assertThat(pair.client().send(coach, "at last").status()).isEqualTo(201);
    }

    /** A key that an erasure has destroyed must not stay in memory for as long as somebody goes on trying. */
    @Test
    void keyThatDoesNotHold_isForgotten() throws Exception {
        var people = Pair.of(new UserId(client), new UserId(coach));
        assertThat(known.of(people)).isNotNull();
        world.end(pair.assignmentId());
        assertProblem(pair.client().send(coach, "not any more"), "not-found");
        assertThat(known.of(people)).isNull();
    }
}
