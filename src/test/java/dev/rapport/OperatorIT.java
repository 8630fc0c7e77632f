package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with the package: roles, migration, keys. */
class OperatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Deployment deployment;
    private Map<String, String> withoutOwner;

    @BeforeEach
    void start() throws Exception {
        deployment = new Deployment();
        withoutOwner = deployment.settings();
        withoutOwner.keySet().removeIf(variable -> variable.startsWith("QUARKUS_FLYWAY_"));
    }

    @AfterEach
    void stop() {
        deployment.close();
    }

    /** Runs the package to its end and answers what it printed. */
    private static String run(int exitCode, Map<String, String> settings, String... arguments) throws Exception {
        try (var process = Replica.launch("operator", settings, arguments)) {
            assertThat(process.awaitExit(PATIENCE)).as(process.log()).isEqualTo(exitCode);
            return process.log();
        }
    }

    @Test
    void migrate_isAJobOfTheOwnerAndReplicasNeverHoldItsPassword() throws Exception {
        assertThat(run(1, withoutOwner)).contains("Rapport cannot start: the schema is not up to date for this role");

        var job = deployment.settings();
        job.keySet().removeIf(variable -> !variable.startsWith("QUARKUS_"));
        assertThat(run(0, job, "migrate"))
                .contains("The schema is up to date.")
                .doesNotContain("ERROR", "Listening on");
        assertThat(run(0, job, "migrate")).as("again").doesNotContain("ERROR");

        try (var replica = Replica.start("serves-only", withoutOwner)) {
            var world = deployment.world(replica);
            var pair = world.pair();
            pair.client().send(pair.coach().id(), "good morning");
            assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly("good morning");
        }
    }

    @Test
    void serving_byARoleThatCouldLiftRowSecurityIsRefused() throws Exception {
        for (var role : new String[] {EmbeddedPostgresServer.OWNER, EmbeddedPostgresServer.SUPERUSER}) {
            var settings = deployment.settings();
            settings.put("QUARKUS_DATASOURCE_USERNAME", role);
            settings.put("QUARKUS_DATASOURCE_PASSWORD", role);
            assertThat(run(1, settings)).contains("Serve with a role that owns nothing");
        }
    }

    @Test
    void serving_withoutUsableKeysIsRefusedInOneSentence() throws Exception {
        var settings = deployment.settings();
        settings.put("RAPPORT_CIPHER_KEYSET", folder.resolve("nothing.json").toString());
        assertThat(run(1, settings))
                .startsWith("Rapport cannot start: the keyset ")
                .contains("cannot be read");
        settings.put(
                "RAPPORT_CIPHER_KEYSET",
                Files.writeString(folder.resolve("bad.json"), "secret-canary").toString());
        assertThat(run(1, settings)).contains("is not a Tink JSON keyset").doesNotContain("secret-canary");
    }

    @Test
    void command_thatDoesNotExistListsThoseThatDo() throws Exception {
        assertThat(run(1, Map.of(), "help")).contains("migrate", "keyset create", "rewrap", "erase <userId> <userId>");
        assertThat(run(1, Map.of(), "rewrap")).contains("RAPPORT_CIPHER_KEYSET");
        assertThat(run(1, Map.of(), "migrate")).contains("QUARKUS_FLYWAY_USERNAME");
    }

    @Test
    void keys_areRotatedWhileReplicasServe() throws Exception {
        var settings = deployment.settings();
        var old = keyset("old.json", run(0, Map.of(), "keyset", "create"));
        var added = keyset("added.json", run(0, Map.of(), "keyset", "add", old));
        var promoted = keyset("promoted.json", run(0, Map.of(), "keyset", "promote", added));
        var retired = keyset("retired.json", run(0, Map.of(), "keyset", "retire", promoted));

        settings.put("RAPPORT_CIPHER_KEYSET", added);
        try (var before = Replica.start("before", settings)) {
            var world = deployment.world(before);
            var pair = world.pair();
            var client = pair.client().id();
            pair.client().send(pair.coach().id(), "first");
            pair.client().edit(pair.coach().id(), 1, "sealed before");
            pair.client().send(pair.coach().id(), "deleted before");
            pair.client().deleteMessage(pair.coach().id(), 2);

            settings.put("RAPPORT_CIPHER_KEYSET", promoted);
            try (var after = Replica.start("after", settings)) {
                var fresh = world.pair();
                Deployment.at(after, fresh.client()).send(fresh.coach().id(), "sealed after");
                assertThat(fresh.coach().texts(fresh.client().id(), ""))
                        .as("at the replica that has not promoted yet")
                        .containsExactly("sealed after");
                assertThat(Deployment.at(after, pair.coach()).texts(client, "")).containsExactly("sealed before", "");
                assertThat(run(0, settings, "rewrap")).contains("wrapped anew: 1.");
                assertThat(run(0, settings, "rewrap")).contains("wrapped anew: 0.");
                assertThat(Deployment.at(after, pair.coach()).texts(client, "")).containsExactly("sealed before", "");
            }
            settings.put("RAPPORT_CIPHER_KEYSET", retired);
            try (var last = Replica.start("last", settings)) {
                assertThat(Deployment.at(last, pair.coach()).texts(client, "")).containsExactly("sealed before", "");
            }
            settings.put("RAPPORT_CIPHER_KEYSET", old);
            try (var tooOld = Replica.start("too-old", settings)) {
                assertThat(Deployment.at(tooOld, pair.coach())
                                .messages(client, "")
                                .status())
                        .isEqualTo(500);
                assertThat(tooOld.log()).contains("is not in RAPPORT_CIPHER_KEYSET");
            }
        }
    }

    private String keyset(String name, String json) throws Exception {
        // The log has the JVM's own warnings too; a shell would only redirect what is printed.
        return Files.writeString(folder.resolve(name), json.substring(json.indexOf('{')))
                .toString();
    }
}
