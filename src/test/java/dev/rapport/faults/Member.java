package dev.rapport.faults;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.CommitFailpoint;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Proxy;
import dev.rapport.testsupport.Replica;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replica and its three links: to the people, to the database and to the broker. */
final class Member implements AutoCloseable {
    private final String name;
    private final Map<String, String> settings;
    private final CommitFailpoint commits = new CommitFailpoint();
    private final Proxy people;
    private final Proxy database;
    private final Proxy broker;
    private final List<Path> logs = new CopyOnWriteArrayList<>();
    private Replica replica;

    Member(String name, Deployment deployment, Map<String, String> more) {
        this.name = name;
        settings = deployment.settings();
        database = new Proxy(
                URI.create(deployment.jdbcUrl().substring("jdbc:".length())).getPort(), commits);
        broker = new Proxy(deployment.amqpPort());
        settings.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + database.port()
                        + URI.create(deployment.jdbcUrl().substring("jdbc:".length()))
                                .getPath());
        settings.put("AMQP_PORT", Integer.toString(broker.port()));
        settings.putAll(more);
        replica = launch(Map.of());
        people = new Proxy(replica.base().getPort());
    }

    /** Starts the process anew with these settings on top, without waiting for it. */
    void restart(Map<String, String> more) {
        if (replica.isAlive()) {
            replica.thaw();
            replica.kill();
        }
        replica = launch(more);
        people.target(replica.base().getPort());
    }

    private Replica launch(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        var process = Replica.launch(name, all);
        logs.add(process.logFile());
        return process;
    }

    /** What all its processes printed. */
    List<Path> logs() {
        return logs;
    }

    /** Unbreaks its links and wakes its process. */
    void heal() {
        commits.disarm();
        for (var link : List.of(people, database, broker)) {
            link.delay(Duration.ZERO);
            link.mode(Proxy.Mode.PASS);
        }
        if (replica.isAlive()) {
            replica.thaw();
        } else {
            restart(Map.of());
        }
    }

    String name() {
        return name;
    }

    /** Where people find it. */
    URI url() {
        return URI.create("http://127.0.0.1:" + people.port());
    }

    Replica replica() {
        return replica;
    }

    Proxy people() {
        return people;
    }

    Proxy database() {
        return database;
    }

    Proxy broker() {
        return broker;
    }

    CommitFailpoint commits() {
        return commits;
    }

    boolean isReady() {
        return health("ready") == 200;
    }

    /** The status of {@code live}, {@code ready} or {@code group/push}; 0 when nobody answers. */
    int health(String check) {
        try {
            return management("/q/health/" + check).status();
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    /** The value of a meter without labels. */
    double meter(String meter) {
        return management("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.matches(meter + "(\\{[^}]*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter " + meter));
    }

    private ChatClient.Answer management(String path) {
        return ChatClient.call(HttpRequest.newBuilder(replica.management().resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build());
    }

    @Override
    public void close() {
        replica.thaw();
        replica.close();
        people.close();
        database.close();
        broker.close();
    }
}
