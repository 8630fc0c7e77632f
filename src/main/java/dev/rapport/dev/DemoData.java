package dev.rapport.dev;

import static dev.rapport.dev.DemoPerson.ANNA;
import static dev.rapport.dev.DemoPerson.KARIM;
import static dev.rapport.dev.DemoPerson.MARIEKE;
import static dev.rapport.dev.DemoPerson.TOM;

import dev.rapport.assignment.Assignments;
import dev.rapport.assignment.Users;
import dev.rapport.conversation.Conversations;
import dev.rapport.conversation.MessageText;
import dev.rapport.conversation.Messages;
import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Two clients, two coaches, and what they wrote in the last days; made once, through the use cases. */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class DemoData {
    private static final Logger LOG = Logger.getLogger(DemoData.class);
    private static final UserId PLATFORM = new UserId("demo-platform");

    private static final List<String> SMALL_TALK = List.of(
            "Hi Marieke, do you have a moment?",
            "Of course. How was your week?",
            "Busy! I finished the first chapter, but I am not happy with it.",
            "Finishing it is the big step. What bothers you about it?",
            "It feels as if everyone else is further than I am.",
            "That is a feeling many people have. What would you tell a friend who said that?",
            "Probably that it is not a race 🙂",
            "Exactly. Shall we look at your planning together on Thursday?",
            "Yes please. Thursday at ten?",
            "Ten is fine. Bring the chapter, we will read one page together.",
            "Thank you, that helps already.",
            "You are welcome. See you Thursday!");

    private final Users users;
    private final Assignments assignments;
    private final Messages messages;
    private final Conversations conversations;
    private final String jdbcUrl;

    DemoData(
            Users users,
            Assignments assignments,
            Messages messages,
            Conversations conversations,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl) {
        this.users = users;
        this.assignments = assignments;
        this.messages = messages;
        this.conversations = conversations;
        this.jdbcUrl = jdbcUrl;
    }

    void make(@Observes StartupEvent event) {
        if (users.find(id(ANNA)).isEmpty()) {
            write();
            spreadOverDays();
        }
    }

    private void write() {
        for (var person : DemoPerson.values()) {
            users.put(PLATFORM, id(person), person.displayName, "en");
        }
        assign(ANNA, MARIEKE);
        assign(KARIM, TOM);
        assign(KARIM, MARIEKE);
        for (int i = 0; i < 6 * SMALL_TALK.size(); i++) {
            send(i % 2 == 0 ? ANNA : MARIEKE, i % 2 == 0 ? MARIEKE : ANNA, SMALL_TALK.get(i % SMALL_TALK.size()));
        }
        conversations.markRead(id(ANNA), MARIEKE.id, 6L * SMALL_TALK.size() - 2);
        conversations.markRead(id(MARIEKE), ANNA.id, 6L * SMALL_TALK.size());
        send(TOM, KARIM, "Welcome Karim! I am Tom, your coach for this year.");
        send(KARIM, TOM, "Hello Tom, nice to meet you.");
        send(TOM, KARIM, "Whenever you want to talk, write to me here. It stays between the two of us.");
        conversations.markRead(id(KARIM), TOM.id, 2);
    }

    private void assign(DemoPerson client, DemoPerson coach) {
        assignments.put(PLATFORM, client.id + "-" + coach.id, id(client), id(coach), null, null);
    }

    private void send(DemoPerson from, DemoPerson to, String text) {
        messages.send(Actor.of(id(from)), to.id, UUID.randomUUID(), MessageText.of(text));
    }

    /**
     * Twelve messages a day, three minutes apart, the last ones half an hour ago: a history to look at. The application's
     * role may not change the time of a message, so this takes the superuser of the embedded server; a database of the
     * developer's own keeps the times as they are.
     */
    private void spreadOverDays() {
        try (var connection = DriverManager.getConnection(
                        jdbcUrl, EmbeddedPostgresServer.SUPERUSER, EmbeddedPostgresServer.SUPERUSER);
                var update = connection.createStatement()) {
            update.execute("""
                    update message m set sent_at = statement_timestamp() - interval '30 minutes'
                        - (c.last_seq - m.seq) / 12 * interval '1 day' - (c.last_seq - m.seq) % 12 * interval '3 minutes'
                    from conversation c where c.id = m.conversation_id
                    """);
            update.execute("""
                    update conversation c set last_message_at =
                        (select max(sent_at) from message m where m.conversation_id = c.id)
                    """);
        } catch (SQLException e) {
            LOG.debug("The demo's messages are all of now", e);
        }
    }

    private static UserId id(DemoPerson person) {
        return new UserId(person.id);
    }
}
