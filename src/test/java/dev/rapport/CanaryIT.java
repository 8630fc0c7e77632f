package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.canary.Needles;
import dev.rapport.canary.Place;
import dev.rapport.canary.Probe;
import dev.rapport.canary.Search;
import dev.rapport.canary.Secret;
import dev.rapport.canary.Secret.Kind;
import dev.rapport.canary.Target;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.TraceReceiver;
import dev.rapport.testsupport.World;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random words as texts, names, keys and tokens, sent through a whole deployment that tells as much as it can be made to
 * tell; then a search of everything that is not the answer to one of the two people.
 */
class CanaryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Kind> NOTHING = Set.of();

    /** What the database knows in clear, and a log of its statements prints. */
    private static final Set<Kind> OF_DATABASE = EnumSet.of(Kind.NAME, Kind.KEY);

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String BROKER_PASSWORD = Probe.word(RANDOM, "broker-password");

    private static Deployment deployment;
    private static TraceReceiver traces;
    private static Replica replica;
    private static World world;
    private static World.Pair pair;
    private static Path accessLog;

    @BeforeAll
    static void start() throws Exception {
        deployment = new Deployment(Map.of(
                "logging_collector", "on",
                "log_statement", "all",
                "log_min_duration_statement", "0"));
        deployment.keepNotifications();
        var logs = Files.createDirectory(deployment.folder().resolve("logs"));
        accessLog = logs.resolve("access.log");
        var settings = deployment.settings();
        settings.put("AMQP_USERNAME", "rapport");
        settings.put("AMQP_PASSWORD", BROKER_PASSWORD);
        settings.put("QUARKUS_LOG_LEVEL", "DEBUG");
        // As it is in production: it holds more than the lines of a terminal.
        settings.remove(Deployment.LOG_FORMAT);
        settings.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
        // What comes with it, and all headers.
        settings.put("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "%{o,X-Request-Id} %m %s %b %{ALL_REQUEST_HEADERS}");
        settings.put("QUARKUS_HTTP_ACCESS_LOG_LOG_TO_FILE", "true");
        settings.put("QUARKUS_HTTP_ACCESS_LOG_LOG_DIRECTORY", logs.toString());
        settings.put("QUARKUS_HTTP_ACCESS_LOG_BASE_FILE_NAME", "access");
        traces = new TraceReceiver();
        settings.putAll(traces.settings("canary"));
        replica = Replica.start("canary", settings);
        world = deployment.world(replica);
        pair = world.pair();
        for (var person : List.of(pair.client(), pair.coach())) {
            var name = new JsonObject().put("displayName", Probe.word(RANDOM, "Zo\u00eb \u0106wik\u0142a name"));
            assertThat(world.platform()
                            .put("/api/v1/platform/users/" + person.id(), name)
                            .status())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        replica.close();
        traces.close();
        deployment.close();
    }

    @Test
    @DisplayName("A66 canaries are nowhere but in the answers and, sealed, in the database")
    void canaries_areNowhereButInTheAnswersAndSealedInTheDatabase() throws Exception {
        var secrets = new ArrayList<>(refusedByThePlatformsApi());
        var broker = new Target.Broker("127.0.0.1", deployment.amqpPort(), false, Optional.empty(), Optional.empty());
        var target = new Target(
                replica.base(),
                Optional.of(replica.management()),
                Optional.of(broker),
                pair.client().token(),
                pair.coach().token());
        // A15: a token in the address, and one in a request of the socket's address that is no upgrade.
        assertThat(world.nobody()
                        .get("/api/v1/me?access_token=" + pair.client().token())
                        .status())
                .isEqualTo(401);
        assertThat(pair.client().get("/ws").status()).isEqualTo(404);
        // An upgrade is in the access log only when it was refused.
        var coach = pair.coach();
        assertThatThrownBy(() -> coach.connectFrom("https://elsewhere.example")).isInstanceOf(TestSocket.Refused.class);
        var evidence = new Probe(target, RANDOM).run();
        secrets.addAll(evidence.secrets());
        secrets.add(new Secret(Kind.TOKEN, BROKER_PASSWORD));
        assertThat(evidence.unheard()).isEmpty();
        var search = new Search(new Needles(secrets));

        // All places are searched before any of them fails the test: a leak is seldom in one alone.
        var softly = new SoftAssertions();
        evidence.heard().forEach((name, heard) -> {
            var place = search.in(name, heard);
            assertClean(softly, place, NOTHING);
            // Health and metrics have nothing to say about a probe, not even an id.
            softly.assertThat(place.hasTrace(NOTHING)).as(name).isEqualTo(!name.contains("/q/"));
        });
        softly.assertThat(evidence.heard()).hasSizeGreaterThanOrEqualTo(6);

        await().atMost(PATIENCE).until(() -> search.in(accessLog).has(Kind.LAST_TRACE));
        assertClean(softly, search.in(accessLog), NOTHING);
        softly.assertThat(accessLog).content().contains("Authorization: Bearer ...", "Sec-WebSocket-Protocol: ...");
        assertClean(softly, search.in(replica.logFile()), NOTHING);
        softly.assertThat(replica.log()).contains("\"level\":\"DEBUG\"", "\"loggerName\":\"org.hibernate.SQL\"");

        await().atMost(PATIENCE)
                .until(() ->
                        traces.spans().stream().anyMatch(span -> span.name().equals("push notification")));
        var told = Files.write(deployment.folder().resolve("traces"), traces.bytes());
        var ofTraces = search.in(told);
        assertClean(softly, ofTraces, NOTHING);
        softly.assertThat(ofTraces.hasTrace(NOTHING)).as("not even an id").isFalse();

        var journal = search.in(deployment.brokerFolder());
        assertClean(softly, journal, NOTHING);
        softly.assertThat(journal.hasTrace(NOTHING))
                .as("the journal keeps notifications")
                .isTrue();

        for (var place : placesOfTheDatabase()) {
            var found = search.in(place);
            assertClean(softly, found, OF_DATABASE);
            // The search looks where something is to be found, and a text would be among it.
            softly.assertThat(found.has(Kind.NAME)).as("names in %s", place).isTrue();
            softly.assertThat(found.has(Kind.KEY)).as("keys in %s", place).isTrue();
        }
        softly.assertAll();
    }

    /** Its files with the write-ahead log, its own log of all statements, a dump, a packed dump. */
    private static List<Path> placesOfTheDatabase() throws Exception {
        var dump = deployment.folder().resolve("dump.sql");
        try (var database = deployment.database();
                var out = Files.newOutputStream(dump)) {
            database.update("checkpoint");
            database.dump(out);
        }
        var packed = deployment.folder().resolve("dump.sql.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(dump, out);
        }
        var files = deployment.databaseFolder();
        return List.of(files, files.resolve("log"), dump, packed);
    }

    private static List<Secret> refusedByThePlatformsApi() {
        var platform = world.platform();
        var name = Probe.word(RANDOM, "refused");
        var refused = platform.put(
                "/api/v1/platform/users/" + pair.client().id(), new JsonObject().put("displayName", name + "\u202e"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).doesNotContain(name);
        var secrets = new ArrayList<>(Secret.ofToken(platform.token()));
        secrets.add(new Secret(Kind.TEXT, name));
        return secrets;
    }

    private static void assertClean(SoftAssertions softly, Place place, Set<Kind> known) {
        softly.assertThat(place.leaks(known)).as("leaks in %s", place.name()).isEmpty();
        softly.assertThat(place.unsearched())
                .as("not searched in %s", place.name())
                .isEmpty();
        softly.assertThat(place.bytes()).as("bytes of %s", place.name()).isPositive();
    }

    @Test
    void command_searchesTheOperatorsPlacesAndFindsNothing() throws Exception {
        var report = run(
                0, accessLog.toString(), "database", deployment.databaseFolder().toString());
        assertThat(report)
                .contains("Nothing was found in what was searched", "health", "/q/health")
                .containsPattern("nothing +yes +- +[1-9][0-9,]* +0 +AMQP messages of rapport.notifications")
                .containsPattern("nothing +yes +1 +[1-9][0-9,]* +0 +\\S+access.log")
                .containsPattern("nothing +yes +[1-9][0-9,]* +[1-9][0-9,]* +[0-9,]+ +\\S+postgres")
                .doesNotContain(pair.client().token(), pair.coach().token(), "canary-text");
    }

    @Test
    void command_findsWhatLeaksIntoALog() throws Exception {
        var logs = Files.createDirectory(deployment.folder().resolve("leaking"));
        var leaking = Files.writeString(logs.resolve("proxy.log"), "started\n");
        var before = texts().size();
        // A proxy that writes down what passes.
        var leak = Thread.ofVirtual().start(() -> {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> texts().size() > before);
            try {
                Files.writeString(leaking, String.join("\n", texts()), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var report = run(1, logs.toString());
        leak.join();
        assertThat(report)
                .contains("Something confidential leaks.")
                .containsPattern("text \\(plain\\) in \\S+proxy.log at byte")
                .doesNotContain("canary-text");
    }

    @Test
    void command_thatProvesNothingFails() throws Exception {
        var empty = Files.createFile(deployment.folder().resolve("empty.log"));
        assertThat(run(
                        1,
                        empty.toString(),
                        deployment.folder().resolve("nowhere").toString()))
                .contains("empty.log yielded no bytes", "nowhere is not there");
        assertThat(run(
                        1,
                        Map.of(
                                "RAPPORT_CANARY_COACH_TOKEN",
                                world.pair().coach().token())))
                .contains("was answered 404", "a live assignment");
        assertThat(run(1, Map.of("RAPPORT_CANARY_URL", "http://127.0.0.1:1"))).contains("does not answer");
    }

    private static List<String> texts() {
        return pair.coach().texts(pair.client().id(), "?limit=200");
    }

    private static String run(int exitCode, String... places) throws Exception {
        return run(exitCode, Map.of(), places);
    }

    private static String run(int exitCode, Map<String, String> changed, String... places) throws Exception {
        var settings = new HashMap<>(deployment.settings());
        settings.put("RAPPORT_CANARY_URL", replica.base().toString());
        settings.put("RAPPORT_CANARY_MANAGEMENT_URL", replica.management().toString());
        settings.put("RAPPORT_CANARY_CLIENT_TOKEN", pair.client().token());
        settings.put("RAPPORT_CANARY_COACH_TOKEN", pair.coach().token());
        settings.putAll(changed);
        var arguments = new ArrayList<>(List.of("canary"));
        arguments.addAll(List.of(places));
        try (var process = Replica.launch("canary-command", settings, arguments.toArray(String[]::new))) {
            assertThat(process.awaitExit(PATIENCE.multipliedBy(2)))
                    .as(process.log())
                    .isEqualTo(exitCode);
            return process.log();
        }
    }
}
