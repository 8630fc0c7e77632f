package dev.rapport.testsupport;

import dev.rapport.cipher.Keyset;
import dev.rapport.dev.DemoTokens;
import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.dev.EmbeddedPostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, a broker and an issuer of their own, for replicas of the packaged application. */
public final class Deployment implements AutoCloseable {
    private static final String ISSUER = "https://issuer.example";
    /** The setting without which the log is JSON. */
    public static final String LOG_FORMAT = "QUARKUS_LOG_CONSOLE_JSON_ENABLED";

    private static final String AUDIENCE = "rapport-tests";

    private final Path folder;
    private final String jdbcUrl;
    private final int amqpPort;
    private @Nullable EmbeddedActiveMQ broker;
    private final Path publicKey;
    private final Path keyset;
    private final Tokens tokens;

    /** Starts the servers. */
    public Deployment() throws Exception {
        this(Map.of());
    }

    /** Starts the servers, PostgreSQL with these settings. */
    public Deployment(Map<String, String> postgresSettings) throws Exception {
        this(postgresSettings, database -> {});
        startBroker();
    }

    private Deployment(Map<String, String> postgresSettings, Consumer<Path> prepare) throws Exception {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "deployments")), "it-")
                .toAbsolutePath();
        prepare.accept(Files.createDirectory(databaseFolder()));
        jdbcUrl = EmbeddedPostgresServer.start(databaseFolder(), postgresSettings);
        amqpPort = EmbeddedBroker.freePort();
        var keys = DemoTokens.newKeys();
        publicKey = Files.writeString(
                folder.resolve("public-key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + DemoTokens.publicKey(keys) + "\n-----END PUBLIC KEY-----\n");
        keyset =
                Files.writeString(folder.resolve("keyset.json"), Keyset.create().toJson());
        tokens = new Tokens(ISSUER, AUDIENCE, DemoTokens.privateKey(keys));
    }

    /** Without a broker, which a {@link BrokerServer} is to be; {@code prepare} sees the database's folder while it is empty. */
    public static Deployment withoutBroker(Map<String, String> postgresSettings, Consumer<Path> prepare)
            throws Exception {
        return new Deployment(postgresSettings, prepare);
    }

    /** What a replica needs to know, as an operator would set it. */
    public Map<String, String> settings() {
        return new HashMap<>(Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", EmbeddedPostgresServer.APPLICATION),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", EmbeddedPostgresServer.APPLICATION),
                Map.entry("QUARKUS_FLYWAY_USERNAME", EmbeddedPostgresServer.OWNER),
                Map.entry("QUARKUS_FLYWAY_PASSWORD", EmbeddedPostgresServer.OWNER),
                Map.entry("RAPPORT_CIPHER_KEYSET", keyset.toString()),
                Map.entry("AMQP_HOST", "127.0.0.1"),
                Map.entry("AMQP_PORT", Integer.toString(amqpPort)),
                Map.entry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKey.toUri().toString()),
                Map.entry("MP_JWT_VERIFY_ISSUER", ISSUER),
                Map.entry("MP_JWT_VERIFY_AUDIENCES", AUDIENCE),
                Map.entry("RAPPORT_REALTIME_DRAIN", "0s"),
                Map.entry("RAPPORT_HTTP_ORIGINS", "https://chat.example.org"),
                // People read what fails here.
                Map.entry(LOG_FORMAT, "false")));
    }

    public Replica replica(String name) {
        return Replica.start(name, settings());
    }

    /** The platform and its people, at this replica. */
    public World world(Replica replica) {
        return new World(replica.base(), tokens);
    }

    /** The same person, at another replica. */
    public static ChatClient at(Replica replica, ChatClient person) {
        return new ChatClient(replica.base(), person.id(), person.token());
    }

    /** Where PostgreSQL has its files. */
    public final Path databaseFolder() {
        return folder.resolve("postgres");
    }

    /** Where the broker has its journal. */
    public final Path brokerFolder() {
        return folder.resolve("broker");
    }

    /** Where a test may leave files of its own. */
    public Path folder() {
        return folder;
    }

    /** The database as its superuser sees it. */
    public Database database() {
        return Database.asSuperuser(jdbcUrl);
    }

    /** From now on the broker's journal keeps every notification, as for an archive that nobody empties. */
    public void keepNotifications() throws Exception {
        broker.getActiveMQServer()
                .createQueue(QueueConfiguration.of("archive")
                        .setAddress("rapport.notifications")
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(true));
    }

    public int amqpPort() {
        return amqpPort;
    }

    /** Starts the broker (again), on the same port and data. */
    public final void startBroker() {
        try {
            broker = EmbeddedBroker.start(brokerFolder(), amqpPort);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void stopBroker() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    public Tokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        if (broker != null) {
            stopBroker();
        }
    }
}
