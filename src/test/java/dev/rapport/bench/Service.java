package dev.rapport.bench;

import dev.rapport.cipher.Keyset;
import dev.rapport.dev.DemoTokens;
import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged service with a database and a broker of its own, in processes beside this one. */
final class Service implements AutoCloseable {
    private static final String ISSUER = "https://bench.rapport.example";
    private static final String AUDIENCE = "rapport";
    private static final int STOP_SECONDS = 20;

    private final Process servers;
    private final ProcessHandle database;
    private final String jdbcUrl;
    private final List<Replica> replicas = new ArrayList<>();
    private final Tokens tokens;
    private Duration startUp = Duration.ZERO;

    private Service(Process servers, ProcessHandle database, String jdbcUrl, Tokens tokens) {
        this.servers = servers;
        this.database = database;
        this.jdbcUrl = jdbcUrl;
        this.tokens = tokens;
    }

    /** Starts all on new data and waits until every replica is ready. */
    static Service start(Setup setup) throws Exception {
        var folder = empty(setup.folder());
        var keys = DemoTokens.newKeys();
        var servers = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("servers.log").toFile())
                .start();
        try {
            var places = places(servers).split(" ");
            var tokens = new Tokens(ISSUER, AUDIENCE, DemoTokens.privateKey(keys));
            var service = new Service(servers, database(folder), places[1], tokens);
            service.startReplicas(setup, settings(folder, DemoTokens.publicKey(keys), places[1], places[2]));
            return service;
        } catch (Exception | AssertionError e) {
            servers.getOutputStream().close();
            throw e;
        }
    }

    private void startReplicas(Setup setup, Map<String, String> settings) throws SQLException {
        for (var number = 0; number < setup.replicas(); number++) {
            var begun = System.nanoTime();
            // The first one migrates; what is not ready would be left behind.
            var replica = Replica.launch(setup.command(), "bench-" + number, settings);
            replicas.add(replica);
            replica.awaitReady();
            startUp = number == 0 ? Duration.ofNanos(System.nanoTime() - begun) : startUp;
        }
        if (!setup.rowSecurity()) {
            try (var connection = superuser();
                    var statement = connection.createStatement()) {
                for (var table : List.of("conversation", "conversation_key", "participant", "message")) {
                    statement.execute("alter table " + table + " disable row level security");
                }
            }
        }
    }

    private static Map<String, String> settings(Path folder, String publicKey, String database, String amqpPort)
            throws IOException {
        var publicKeyFile = Files.writeString(folder.resolve("public-key.pem"), pem(publicKey));
        var keyset =
                Files.writeString(folder.resolve("keyset.json"), Keyset.create().toJson());
        var settings = new HashMap<String, String>();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", database);
        settings.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedPostgresServer.APPLICATION);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", EmbeddedPostgresServer.APPLICATION);
        settings.put("QUARKUS_FLYWAY_USERNAME", EmbeddedPostgresServer.OWNER);
        settings.put("QUARKUS_FLYWAY_PASSWORD", EmbeddedPostgresServer.OWNER);
        settings.put("RAPPORT_CIPHER_KEYSET", keyset.toString());
        settings.put("AMQP_HOST", "127.0.0.1");
        settings.put("AMQP_PORT", amqpPort);
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKeyFile.toUri().toString());
        settings.put("MP_JWT_VERIFY_ISSUER", ISSUER);
        settings.put("MP_JWT_VERIFY_AUDIENCES", AUDIENCE);
        settings.put("RAPPORT_HTTP_ORIGINS", "https://chat.example.org");
        settings.put("RAPPORT_REALTIME_DRAIN", "0s");
        // The load asks for more than people ever would.
        settings.put("RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "0");
        settings.put("RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "0");
        settings.put("RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "0");
        return settings;
    }

    private static String places(Process servers) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(servers.getInputStream(), StandardCharsets.UTF_8));
        return lines.lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow(() -> new IOException("the database or the broker did not start: see servers.log"));
    }

    /** The database has detached from the process that started it; its pid file tells where it is. */
    private static ProcessHandle database(Path folder) throws IOException {
        var pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static String pem(String key) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Base64.getDecoder().decode(key));
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    }

    private static Path empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder()).forEach(Service::delete);
            }
        }
        return Files.createDirectories(folder);
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the replicas are. */
    List<URI> urls() {
        return replicas.stream().map(Replica::base).toList();
    }

    /** The process of the first replica. */
    long pid() {
        return replicas.getFirst().pid();
    }

    Tokens tokens() {
        return tokens;
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    /** The database as somebody sees it whom row-level security does not hold. */
    Connection superuser() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, EmbeddedPostgresServer.SUPERUSER, EmbeddedPostgresServer.SUPERUSER);
    }

    /** From the start of the first replica's process to its being ready, on an empty database. */
    Duration startUp() {
        return startUp;
    }

    /** Processor time so far. */
    Cpu cpu() {
        return new Cpu(
                sum(replicas.stream().flatMap(replica -> ProcessHandle.of(replica.pid()).stream())),
                sum(Stream.concat(Stream.of(database), database.descendants())),
                sum(Stream.of(servers.toHandle())));
    }

    private static Duration sum(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(Replica::close);
        servers.getOutputStream().close();
        ended(servers.toHandle());
        // Its watcher stops it when the process that started it has ended.
        ended(database);
    }

    private static void ended(ProcessHandle process) {
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
