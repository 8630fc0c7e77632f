package dev.rapport.bench;

import dev.rapport.cipher.Keyset;
import dev.rapport.dev.DemoTokens;
import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged service with a database and a broker of its own, in two processes beside this one. */
final class Service implements AutoCloseable {
    private static final String ISSUER = "https://bench.rapport.example";
    private static final String AUDIENCE = "rapport";
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;

    private final URI url;
    private final Tokens tokens;
    private final Process servers;
    private final Process application;
    private final ProcessHandle database;
    private final Duration startUp;

    private Service(
            URI url, Tokens tokens, Process servers, Process application, ProcessHandle database, Duration startUp) {
        this.url = url;
        this.tokens = tokens;
        this.servers = servers;
        this.application = application;
        this.database = database;
        this.startUp = startUp;
    }

    /** Starts both on new data and waits until the service is ready. */
    static Service start(Options options) throws Exception {
        var folder = empty(options.folder().toAbsolutePath());
        var keys = DemoTokens.newKeys();
        var publicKey = Files.writeString(folder.resolve("public-key.pem"), pem(DemoTokens.publicKey(keys)));
        var servers = new ProcessBuilder(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("servers.log").toFile())
                .start();
        try {
            var places = places(servers).split(" ");
            var port = EmbeddedBroker.freePort();
            var management = EmbeddedBroker.freePort();
            var begun = System.nanoTime();
            var application = application(options, folder, publicKey, places[1], places[2], port, management);
            awaitReady(application, management, begun);
            var startUp = Duration.ofNanos(System.nanoTime() - begun);
            if (!options.rowSecurity()) {
                switchRowSecurityOff(places[1]);
            }
            var tokens = new Tokens(ISSUER, AUDIENCE, DemoTokens.privateKey(keys));
            var url = URI.create("http://127.0.0.1:" + port);
            return new Service(url, tokens, servers, application, database(folder), startUp);
        } catch (Exception e) {
            servers.getOutputStream().close();
            throw e;
        }
    }

    private static Process application(
            Options options, Path folder, Path publicKey, String database, String amqpPort, int port, int management)
            throws IOException {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(options.javaOptions());
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        var keyset =
                Files.writeString(folder.resolve("keyset.json"), Keyset.create().toJson());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile());
        var environment = builder.environment();
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database);
        environment.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedPostgresServer.APPLICATION);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", EmbeddedPostgresServer.APPLICATION);
        environment.put("QUARKUS_FLYWAY_USERNAME", EmbeddedPostgresServer.OWNER);
        environment.put("QUARKUS_FLYWAY_PASSWORD", EmbeddedPostgresServer.OWNER);
        environment.put("RAPPORT_CIPHER_KEYSET", keyset.toString());
        environment.put("AMQP_HOST", "127.0.0.1");
        environment.put("AMQP_PORT", amqpPort);
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKey.toUri().toString());
        environment.put("MP_JWT_VERIFY_ISSUER", ISSUER);
        environment.put("MP_JWT_VERIFY_AUDIENCES", AUDIENCE);
        environment.put("RAPPORT_HTTP_ORIGINS", "http://127.0.0.1:" + port);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        // The closed loop asks for more than one person ever would.
        environment.put("RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "0");
        environment.put("RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "0");
        environment.put("RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "0");
        return builder.start();
    }

    private static void switchRowSecurityOff(String database) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database, EmbeddedPostgresServer.SUPERUSER, EmbeddedPostgresServer.SUPERUSER);
                var statement = connection.createStatement()) {
            for (var table : List.of("conversation", "conversation_key", "participant", "message")) {
                statement.execute("alter table " + table + " disable row level security");
            }
        }
    }

    private static String places(Process servers) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(servers.getInputStream(), StandardCharsets.UTF_8));
        return lines.lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow(() -> new IOException("the database or the broker did not start: see servers.log"));
    }

    private static void awaitReady(Process application, int management, long begun) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                if (!application.isAlive() || System.nanoTime() - begun > START.toNanos()) {
                    application.destroy();
                    throw new IOException("the service did not start: see service.log");
                }
                Thread.sleep(20);
            }
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The database has detached from the process that started it; its pid file tells where it is. */
    private static ProcessHandle database(Path folder) throws IOException {
        var pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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

    URI url() {
        return url;
    }

    Tokens tokens() {
        return tokens;
    }

    /** From the start of its process to its being ready, on an empty database. */
    Duration startUp() {
        return startUp;
    }

    /** Processor time so far. */
    Cpu cpu() {
        var processes = Stream.concat(Stream.of(database), database.descendants());
        return new Cpu(
                cpu(application.toHandle()),
                processes.map(Service::cpu).reduce(Duration.ZERO, Duration::plus),
                cpu(servers.toHandle()));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Processor time of the three. */
    record Cpu(Duration service, Duration database, Duration broker) {
        Duration all() {
            return service.plus(database).plus(broker);
        }

        Cpu minus(Cpu before) {
            return new Cpu(service.minus(before.service), database.minus(before.database), broker.minus(before.broker));
        }
    }

    @Override
    public void close() throws IOException {
        application.destroy();
        ended(application);
        servers.getOutputStream().close();
        ended(servers);
    }

    private static void ended(Process process) {
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
