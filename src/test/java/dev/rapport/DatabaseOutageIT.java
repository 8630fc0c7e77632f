package dev.rapport;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.DatabaseServer;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.World;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica whose database comes late, goes, or refuses it. Faults under load are FaultsIT's. */
class DatabaseOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Deployment deployment;
    private DatabaseServer database;

    @BeforeEach
    void start() throws Exception {
        deployment = new Deployment();
        database = new DatabaseServer(deployment.databaseFolder(), deployment.jdbcUrl());
    }

    @AfterEach
    void stop() {
        database.close();
        deployment.close();
    }

    @Test
    void replica_thatStartsBeforeItsDatabaseWaitsForItAndThenMigratesAndServes() {
        database.stopImmediately();
        try (var replica = Replica.launch("before-its-database", deployment.settings())) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> health(replica, "live") == 200);
            assertThat(health(replica, "ready")).isEqualTo(503);
            assertThat(health(replica, "started")).isEqualTo(503);
            var world = deployment.world(replica);
            var early = world.caller("early", "client");
            assertProblem(early.get("/api/v1/me"), "unavailable");
            assertThat(early.get("/api/v1/me").header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(early.get("/ws").status()).isEqualTo(503);
            assertThat(replica.log()).contains("The database does not answer; waiting for it");

            database.start();
            await().atMost(PATIENCE).until(replica::isReady);
            await().atMost(PATIENCE).until(() -> health(replica, "started") == 200);
            talk(world);
            assertThat(replica.log()).contains("The database answers");
            assertNoErrors(replica);
        }
    }

    @Test
    void replica_saysInTimeThatItsDatabaseHasGoneAndServesWhenItIsBack() {
        try (var replica = Replica.start("loses-its-database", deployment.settings())) {
            var pair = talk(deployment.world(replica));
            database.stopImmediately();
            await().atMost(Duration.ofSeconds(10)).until(() -> health(replica, "ready") == 503);
            assertThat(health(replica, "live")).isEqualTo(200);
            assertThat(health(replica, "started")).isEqualTo(200);
            var key = UUID.randomUUID();
            assertProblem(pair.client().send(pair.coach().id(), "meanwhile", key), "unavailable");
            database.start();
            await().atMost(PATIENCE).until(replica::isReady);
            assertThat(pair.client().send(pair.coach().id(), "meanwhile", key).status())
                    .isEqualTo(201);
            // An outage is two lines of the log and not one for each job that runs each second.
            assertNoErrors(replica);
            assertThat(replica.log().lines().filter(line -> line.contains(" WARN ")))
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void replica_thatTheDatabaseRefusesAnswers503UntilItIsLetInAgain() throws Exception {
        try (var replica = Replica.start("refused", deployment.settings());
                var superuser = deployment.database()) {
            var pair = talk(deployment.world(replica));
            superuser.update("alter role rapport nologin");
            superuser.column("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rapport'");
            await().atMost(PATIENCE).until(() -> pair.client().get("/api/v1/me").status() == 503);
            await().atMost(PATIENCE).until(() -> health(replica, "ready") == 503);
            superuser.update("alter role rapport login");
            await().atMost(PATIENCE).until(replica::isReady);
            assertThat(pair.client().send(pair.coach().id(), "again").status()).isEqualTo(201);
        }
    }

    private static World.Pair talk(World world) {
        var pair = world.pair();
        assertThat(pair.client().send(pair.coach().id(), "good morning").status())
                .isEqualTo(201);
        return pair;
    }

    private static void assertNoErrors(Replica replica) {
        assertThat(replica.log().lines().filter(line -> line.contains("ERROR"))).isEmpty();
    }

    private static int health(Replica replica, String kind) {
        return ChatClient.call(HttpRequest.newBuilder(replica.management().resolve("/q/health/" + kind))
                        .build())
                .status();
    }
}
