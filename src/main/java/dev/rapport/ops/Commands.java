package dev.rapport.ops;

import dev.rapport.audit.Audit;
import dev.rapport.audit.AuditAction;
import dev.rapport.canary.Canary;
import dev.rapport.canary.Target;
import dev.rapport.cipher.Keyset;
import dev.rapport.cipher.Rewrap;
import dev.rapport.conversation.Erasure;
import dev.rapport.identity.UserId;
import dev.rapport.notification.NotificationKind;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** What operators do by hand, with the settings of the service and without starting it. */
final class Commands {
    static final String USAGE = """
            Without an argument the service starts. Otherwise:

              migrate                      brings the schema up to date, as the owner, and ends
              keyset create                prints a new keyset for RAPPORT_CIPHER_KEYSET
              keyset add <file>            prints that keyset with one more key, not primary yet
              keyset promote <file>        prints that keyset with its newest key as the primary one
              keyset retire <file>         prints that keyset with its primary key alone
              rewrap                       wraps all data keys with the primary key, as the owner
              erase <userId> <userId>      destroys what these two people wrote to each other, for good
              canary <path>... [database <path>...]
                                           sends random words through a running deployment and looks for them in what
                                           passes and in these files and folders; see docs/operations.md
            """;

    private final Config settings;
    private final PrintStream out;

    Commands(Config settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** A command that cannot be done as it was given; the message is for the operator. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Runs a command; {@link IllegalArgumentException} and {@link Refused} tell what is wrong with it. */
    void run(List<String> arguments) throws Refused, SQLException {
        switch (arguments) {
            case List<String> a
            when a.equals(List.of("keyset", "create")) ->
                out.println(Keyset.create().toJson());
            case List<String> a
            when a.size() == 3 && a.getFirst().equals("keyset") ->
                out.println(changed(a.get(1), Keyset.read(Path.of(a.get(2)))).toJson());
            case List<String> a when a.equals(List.of("rewrap")) -> rewrap();
            case List<String> a
            when a.size() == 3 && a.getFirst().equals("erase") -> erase(userId(a.get(1)), userId(a.get(2)));
            case List<String> a when !a.isEmpty() && a.getFirst().equals("canary") -> canary(a.subList(1, a.size()));
            default -> throw new Refused("There is no such command.\n\n" + USAGE);
        }
    }

    private static Keyset changed(String change, Keyset keyset) throws Refused {
        return switch (change) {
            case "add" -> keyset.add();
            case "promote" -> keyset.promote();
            case "retire" -> keyset.retire();
            default -> throw new Refused("A keyset can be created, added to, promoted and retired.\n\n" + USAGE);
        };
    }

    private void rewrap() throws Refused, SQLException {
        var keyset = Keyset.read(Path.of(setting("rapport.cipher.keyset", "RAPPORT_CIPHER_KEYSET")));
        try (var owner = connection(
                setting("quarkus.flyway.username", "QUARKUS_FLYWAY_USERNAME"),
                setting("quarkus.flyway.password", "QUARKUS_FLYWAY_PASSWORD"))) {
            var rewrapped = new Rewrap(owner, keyset).run();
            out.println("Data keys wrapped anew: " + rewrapped + ". All are wrapped by the primary key.");
        }
    }

    private void erase(UserId one, UserId other) throws Refused, SQLException {
        try (var application = connection(
                setting("quarkus.datasource.username", "QUARKUS_DATASOURCE_USERNAME"),
                setting("quarkus.datasource.password", "QUARKUS_DATASOURCE_PASSWORD"))) {
            application.setAutoCommit(false);
            var erased = new Erasure(application).erase(one, other);
            if (erased.isEmpty()) {
                throw new Refused("These two people have no conversation: nothing was erased.");
            }
            record(application, one, other);
            notify(application, one, other);
            notify(application, other, one);
            application.commit();
            out.println("Messages erased: " + erased.getAsLong() + ". The key of the conversation is destroyed.");
        }
    }

    private void canary(List<String> arguments) throws Refused {
        var split = arguments.contains("database") ? arguments.indexOf("database") : arguments.size();
        var places = arguments.subList(0, split);
        var databasePlaces = arguments.subList(Math.min(split + 1, arguments.size()), arguments.size());
        if (!new Canary(target(), paths(places), paths(databasePlaces), out).isClean()) {
            throw new Refused("This is no proof: see above.");
        }
    }

    private Target target() throws Refused {
        var broker = settings.getOptionalValue("amqp-host", String.class)
                .map(host -> new Target.Broker(
                        host,
                        settings.getOptionalValue("amqp-port", Integer.class).orElse(5672),
                        settings.getOptionalValue("amqp-use-ssl", Boolean.class).orElse(false),
                        settings.getOptionalValue("amqp-username", String.class),
                        settings.getOptionalValue("amqp-password", String.class)));
        return new Target(
                URI.create(setting("rapport.canary.url", "RAPPORT_CANARY_URL")),
                settings.getOptionalValue("rapport.canary.management-url", URI.class),
                broker,
                setting("rapport.canary.client-token", "RAPPORT_CANARY_CLIENT_TOKEN"),
                setting("rapport.canary.coach-token", "RAPPORT_CANARY_COACH_TOKEN"));
    }

    private static List<Path> paths(List<String> arguments) {
        return arguments.stream().map(Path::of).toList();
    }

    /** The two people can read that it was done. */
    private static void record(Connection connection, UserId one, UserId other) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into audit (actor, action, user_a, user_b)
                select ?, ?, least(one, other), greatest(one, other)
                from (values (? collate "C", ? collate "C")) people (one, other)
                """)) {
            insert.setString(1, Audit.THE_SERVICE);
            insert.setString(2, AuditAction.CONVERSATION_ERASED.label());
            insert.setString(3, one.value());
            insert.setString(4, other.value());
            insert.executeUpdate();
        }
    }

    /** A replica relays it: open pages drop the texts they show. */
    private static void notify(Connection connection, UserId user, UserId sender) throws SQLException {
        try (var insert =
                connection.prepareStatement("insert into outbox (user_id, sender, content) values (?, ?, ?)")) {
            insert.setString(1, user.value());
            insert.setString(2, sender.value());
            insert.setString(3, NotificationKind.MESSAGE_CHANGED.label());
            insert.executeUpdate();
        }
    }

    private Connection connection(String user, String password) throws Refused, SQLException {
        return DriverManager.getConnection(
                setting("quarkus.datasource.jdbc.url", "QUARKUS_DATASOURCE_JDBC_URL"), user, password);
    }

    private String setting(String property, String variable) throws Refused {
        return settings.getOptionalValue(property, String.class)
                .orElseThrow(() -> new Refused("This needs " + variable + "."));
    }

    private static UserId userId(String argument) throws Refused {
        return UserId.parse(argument).orElseThrow(() -> new Refused("A user id has 1 to 64 of A-Z a-z 0-9 . _ : @ -"));
    }
}
