package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long a message can be changed, by the clock of the database. */
@QuarkusTest
class EditWindowTest {
    @Inject
    ConversationAccess access;

    @Inject
    MessageStore store;

    @Inject
    MessageCipher cipher;

    @Inject
    Event<ConversationEvent> events;

    private final World world = World.ofTestApplication();
    private World.Pair pair;
    private String coach;

    @BeforeEach
    void message() {
        pair = world.pair();
        coach = pair.coach().id();
        pair.client().send(coach, "first");
    }

    private void age(String age) throws SQLException {
        try (var all = Database.asSuperuser()) {
            all.update(
                    "update message set sent_at = clock_timestamp() - ?::interval where sender_id = ?",
                    age,
                    pair.client().id());
        }
    }

    @Test
    void message_ofFifteenMinutesIsNotChanged() throws SQLException {
        age("14 minutes 30 seconds");
        assertThat(pair.client().edit(coach, 1, "second").status()).isEqualTo(200);
        age("15 minutes");
        assertProblem(pair.client().edit(coach, 1, "third"), "edit-window-over").withoutEcho("third");
        assertProblem(pair.client().deleteMessage(coach, 1), "edit-window-over");
        assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly("second");
        assertThat(pair.coach()
                        .get("/api/v1/conversations/" + pair.client().id())
                        .json()
                        .getLong("version"))
                .isEqualTo(2);
    }

    /** The first answer may have been lost. */
    @Test
    void repeatedChange_isAnsweredAtAnyAge() throws SQLException {
        var edited = pair.client().edit(coach, 1, "second").json();
        age("1 day");
        assertThat(pair.client().edit(coach, 1, "second").json().getLong("version"))
                .isEqualTo(edited.getLong("version"));
        age("0");
        pair.client().deleteMessage(coach, 1);
        age("1 day");
        assertThat(pair.client().deleteMessage(coach, 1).status()).isEqualTo(204);
        assertProblem(pair.client().edit(coach, 1, "third"), "message-deleted");
    }

    @Test
    void window_ofNothingAllowsNothing() {
        var none = new MessageChanges(access, store, cipher, events, () -> Duration.ZERO);
        var client = new UserId(pair.client().id());
        assertRefused(() -> none.edit(client, coach, 1, MessageText.of("second")));
        assertRefused(() -> none.delete(client, coach, 1));
        var unlimited = new MessageChanges(access, store, cipher, events, () -> Duration.ofDays(100_000));
        QuarkusTransaction.requiringNew().run(() -> unlimited.delete(client, coach, 1));
        assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly("");
    }

    private static void assertRefused(Runnable change) {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(change))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.EDIT_WINDOW_OVER));
    }
}
