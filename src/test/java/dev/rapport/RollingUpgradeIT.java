package dev.rapport;

import static dev.rapport.testsupport.TestSocket.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Form;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.World;
import dev.rapport.testsupport.Writing;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The previous version and the next one on one database, while people write to each other. With {@code -Drapport.previous}
 * the previous one is that package, and this one is the next ({@code upgrade/run} does so). Without it this one is the
 * previous, and what comes next is a schema that has grown.
 */
class RollingUpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Optional<Path> GIVEN =
            Optional.ofNullable(System.getProperty("rapport.previous")).map(Path::of);
    private static final List<String> NEXT = Form.tested().command();
    private static final List<String> PREVIOUS = GIVEN.map(Form::commandOf).orElse(NEXT);

    @TempDir
    Path folder;

    private Deployment deployment;
    private Map<String, String> owner;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws Exception {
        deployment = new Deployment();
        owner = deployment.settings();
        owner.put("RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "0");
        owner.put("RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "0");
        owner.put("RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "0");
        settings = new HashMap<>(owner);
        settings.keySet().removeIf(variable -> variable.startsWith("QUARKUS_FLYWAY_"));
        migrate(PREVIOUS);
    }

    @AfterEach
    void stop() {
        deployment.close();
    }

    @Test
    void upgrade_losesNothingAndBothVersionsHearEachOther() throws Exception {
        try (var previous = Replica.start(PREVIOUS, "previous", settings)) {
            var world = deployment.world(previous);
            try (var writing = Writing.of(world.pair())) {
                writing.awaitMore();
                migrateToTheNext();
                writing.awaitMore();
                try (var next = Replica.start("next", settings)) {
                    assertTheyTalk(world, previous, next);
                    assertTheyTalk(world, next, previous);
                    writing.awaitMore();
                    writing.goOnAt(next);
                    writing.awaitMore();
                    previous.terminate();
                    previous.awaitExit(PATIENCE);
                    writing.awaitMore();
                    writing.assertNothingWasRefusedOrLost();
                }
            }
        }
    }

    /** What operators do when a new version disappoints. */
    @Test
    void previousVersion_comesBackOnTheSchemaOfTheNext() throws Exception {
        migrateToTheNext();
        // With the owner's role: its migrations have nothing to say about those that it does not know.
        try (var previous = Replica.start(PREVIOUS, "back", owner);
                var next = Replica.start("ahead", settings)) {
            var world = deployment.world(previous);
            assertTheyTalk(world, previous, next);
            assertTheyTalk(world, next, previous);
        }
    }

    /** Whoever needs the table meanwhile waits for it, so it must not wait for long; the job is started again. */
    @Test
    void migration_givesWayToALongTransaction() throws Exception {
        try (var database = deployment.database();
                var reader = deployment.database()) {
            // Where the previous version is given, its schema has not got so far.
            database.update("alter table outbox drop column if exists traceparent");
            database.update("drop function if exists send_message");
            database.update("delete from flyway_schema_history where version in ('5', '6')");
            reader.connection().setAutoCommit(false);
            reader.column("select id from outbox");
            try (var job = Replica.launch("held-up", owner, "migrate")) {
                assertThat(job.awaitExit(PATIENCE)).isNotZero();
                assertThat(job.log()).contains("canceling statement due to lock timeout");
            }
            reader.rollback();
            migrate(NEXT);
            assertThat(database.value("select max(version) from flyway_schema_history where version = '5'"))
                    .isEqualTo("5");
        }
    }

    /** It ends, and is started again until the migration is done; meanwhile the previous one serves. */
    @Test
    void nextVersion_doesNotServeOnTheSchemaOfThePrevious() throws Exception {
        try (var database = deployment.database()) {
            database.update("delete from flyway_schema_history where installed_rank ="
                    + " (select max(installed_rank) from flyway_schema_history where version is not null)");
        }
        try (var next = Replica.launch("too-early", settings)) {
            assertThat(next.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(next.log()).contains("Rapport cannot start: the schema is not up to date for this role");
        }
    }

    private void migrateToTheNext() throws Exception {
        if (GIVEN.isPresent()) {
            migrate(NEXT);
            return;
        }
        var migrated = Flyway.configure()
                .dataSource(deployment.jdbcUrl(), EmbeddedPostgresServer.OWNER, EmbeddedPostgresServer.OWNER)
                .locations("filesystem:src/main/resources/db/migration", "filesystem:" + nextMigrations())
                .placeholders(Map.of("applicationRole", EmbeddedPostgresServer.APPLICATION))
                .load()
                .migrate();
        assertThat(migrated.migrationsExecuted).isGreaterThan(10);
    }

    /** What a version to come may do to the schema at its worst: each table has two columns more, and there is a new one. */
    private Path nextMigrations() throws Exception {
        var number = 1000;
        Files.writeString(
                folder.resolve("V" + number + "__next.sql"),
                "create table next (conversation_id bigint primary key references conversation (id), note text);");
        try (var database = deployment.database()) {
            for (var table : database.column("select tablename from pg_tables where schemaname = 'public'"
                    + " and tablename <> 'flyway_schema_history'")) {
                Files.writeString(
                        folder.resolve("V" + ++number + "__" + table + ".sql"),
                        "alter table " + table + " add column next_optional text;" + " alter table " + table
                                + " add column next_default text not null default 'next';");
            }
        }
        return folder;
    }

    private void migrate(List<String> program) throws Exception {
        try (var job = Replica.launch(program, "migration", owner, "migrate")) {
            assertThat(job.awaitExit(PATIENCE)).as(job.log()).isZero();
        }
    }

    /** What one writes here the other hears, reads, answers and repeats there. */
    private static void assertTheyTalk(World world, Replica here, Replica there) {
        var pair = world.pair();
        var client = Deployment.at(here, pair.client());
        var coach = Deployment.at(there, pair.coach());
        try (var atClient = client.connect().ready();
                var atCoach = coach.connect().ready()) {
            var key = UUID.randomUUID();
            assertThat(client.send(coach.id(), "written here", key).status()).isEqualTo(201);
            atCoach.awaitFrame(notification(coach.id(), client.id(), "new-message"));
            assertThat(coach.texts(client.id(), "?since=0")).containsExactly("written here");
            // The answer was lost, and the repetition comes to the other version.
            var again = Deployment.at(there, pair.client()).send(coach.id(), "written here", key);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.json().getInteger("seq")).isEqualTo(1);

            assertThat(coach.send(client.id(), "written there").status()).isEqualTo(201);
            atClient.awaitFrame(notification(client.id(), coach.id(), "new-message"));
            assertThat(client.edit(coach.id(), 1, "edited here").status()).isEqualTo(200);
            atCoach.awaitFrame(notification(coach.id(), client.id(), "message-changed"));
            assertThat(client.put("/api/v1/conversations/" + coach.id() + "/read", new JsonObject().put("seq", 2))
                            .status())
                    .isEqualTo(204);
            atCoach.awaitFrame(notification(coach.id(), client.id(), "read"));
            assertThat(client.texts(coach.id(), "")).isEqualTo(coach.texts(client.id(), ""));
            assertThat(coach.texts(client.id(), "")).containsExactly("edited here", "written there");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(here.isReady()).isTrue());
    }
}
