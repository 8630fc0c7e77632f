package dev.rapport.faults;

import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerServer;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.DatabaseServer;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Two replicas of the package, a PostgreSQL and a broker of their own, and everything that can be done to them. */
final class Stage implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    /** Whatever it is, the broker takes it unless it refuses everybody. */
    static final String BROKER_PASSWORD = "word-of-the-broker";

    /** Time constants that ship, made short; and no limits, because each person here sends like thirty. */
    private static final Map<String, String> SHORT = Map.of(
            "AMQP_USERNAME", "rapport",
            "AMQP_PASSWORD", BROKER_PASSWORD,
            "RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "0",
            "RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "0",
            "RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "0",
            "RAPPORT_REALTIME_PONG_DEADLINE", "6s",
            "QUARKUS_WEBSOCKETS_NEXT_SERVER_AUTO_PING_INTERVAL", "2s");

    private final Deployment deployment;
    private final DatabaseServer database;
    private final BrokerServer broker;
    private final List<Member> members;

    /** Starts all of it; {@code prepare} sees the database's folder while it is empty. */
    Stage(Map<String, String> postgresSettings, Consumer<Path> prepare) throws Exception {
        deployment = Deployment.withoutBroker(postgresSettings, prepare);
        database = new DatabaseServer(deployment.databaseFolder(), deployment.jdbcUrl());
        broker = new BrokerServer(deployment.brokerFolder(), deployment.amqpPort());
        // One after the other: the first migrates.
        var first = new Member("a", deployment, SHORT);
        awaitReady(first);
        members = List.of(first, new Member("b", deployment, SHORT));
        members.forEach(Stage::awaitReady);
    }

    static Stage start() throws Exception {
        return new Stage(Map.of(), folder -> {});
    }

    private static void awaitReady(Member member) {
        await().atMost(START).pollInterval(Duration.ofMillis(100)).until(member::isReady);
    }

    /** Unbreaks everything; when it returns, the fault is over. */
    void heal() {
        if (broker.isRunning()) {
            broker.thaw();
            broker.full(false);
            broker.refusesCredentials(false);
        } else {
            broker.start();
        }
        database.thaw();
        if (!database.isRunning()) {
            database.start();
        }
        members.forEach(Member::heal);
        members.forEach(Stage::awaitReady);
    }

    DatabaseServer database() {
        return database;
    }

    BrokerServer broker() {
        return broker;
    }

    Member a() {
        return members.getFirst();
    }

    Member b() {
        return members.getLast();
    }

    List<Member> members() {
        return members;
    }

    Deployment deployment() {
        return deployment;
    }

    /** What a balancer chooses that asks for no health. */
    URI anywhere(RandomGenerator random) {
        return members.get(random.nextInt(members.size())).url();
    }

    World world() {
        return deployment.world(a().replica());
    }

    /** The database beside all links. */
    Database superuser() {
        return deployment.database();
    }

    /** How many notifications have waited for more than a second, which they do when something is broken. */
    long waiting() throws Exception {
        try (var connection = superuser()) {
            return Long.parseLong(connection.value(
                    "select count(*) from outbox where created_at < clock_timestamp() - interval '1 second'"));
        }
    }

    /** How many notifications from senders of this kind are in the outbox. */
    long waitingOf(String senderBegins) throws Exception {
        try (var connection = superuser()) {
            return Long.parseLong(
                    connection.value("select count(*) from outbox where sender like ?", senderBegins + "%"));
        }
    }

    /** Where text must never be. */
    Stream<Path> logs() {
        return Stream.concat(
                members.stream().flatMap(member -> member.logs().stream()),
                Stream.of(deployment.brokerFolder().resolveSibling("broker.log")));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        broker.close();
        database.close();
        deployment.close();
    }
}
