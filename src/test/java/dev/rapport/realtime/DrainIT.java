package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World.Pair;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replica that is told to stop leaves without anybody losing anything: the whole of it in one go. */
class DrainIT {
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int RESTARTING = 1012;

    /** SIGTERM, or the framework's own code after it. */
    private static final List<Integer> ENDED = List.of(143, 0);

    @Test
    void replica_toldToStopFinishesItsWorkAndSendsItsSocketsAway() throws Exception {
        try (var deployment = new Deployment();
                var lock = deployment.database();
                var database = deployment.database();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var settings = deployment.settings();
            settings.put("RAPPORT_REALTIME_DRAIN", DRAIN.toSeconds() + "s");
            var replica = Replica.start("drain", settings);
            var world = deployment.world(replica);
            var pairs = IntStream.range(0, 5).mapToObj(i -> world.pair()).toList();
            var sockets = sockets(pairs);
            pairs.forEach(pair -> pair.client().send(pair.coach().id(), "before"));
            // The sends wait for the lock of their conversation, until long after the sockets are closed.
            lock.connection().setAutoCommit(false);
            lock.update("update conversation set last_seq = last_seq");
            var sends = pairs.stream()
                    .map(pair -> CompletableFuture.supplyAsync(
                            () -> pair.client().send(pair.coach().id(), "in flight"), threads))
                    .toList();
            await().until(() -> waiting(database) == pairs.size());

            var stopped = System.nanoTime();
            var closings = sockets.stream()
                    .map(socket -> socket.whenClosed().thenApply(code -> Duration.ofNanos(System.nanoTime() - stopped)))
                    .toList();
            replica.terminate();
            await().atMost(Duration.ofSeconds(1)).until(() -> !replica.isReady());
            assertThat(pairs.getFirst().client().get("/api/v1/me")).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).isEqualTo("close");
            });
            try (var upgrade = RawHandshake.with(
                    replica.base(),
                    "Authorization: Bearer " + pairs.getFirst().client().token())) {
                assertThat(upgrade.status()).isEqualTo(503);
                assertThat(upgrade.received()).containsIgnoringCase("retry-after: ");
            }

            var closedAfter =
                    closings.stream().map(CompletableFuture::join).sorted().toList();
            assertThat(sockets).allMatch(socket -> socket.closeCode(Duration.ZERO) == RESTARTING);
            // One after the other: a third of them in each third of the time, roughly.
            assertThat(closedAfter.getLast()).isBetween(DRAIN.multipliedBy(2).dividedBy(3), DRAIN.plusSeconds(1));
            assertThat(closedAfter.get(sockets.size() / 4))
                    .isLessThan(DRAIN.multipliedBy(2).dividedBy(3));
            assertThat(closedAfter.get(sockets.size() * 3 / 4)).isGreaterThan(DRAIN.dividedBy(3));

            assertThat(sends).noneMatch(CompletableFuture::isDone);
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> replica.log().contains("Stopping: 5 requests are still being answered"));
            lock.rollback();
            assertThat(sends)
                    .allSatisfy(send -> assertThat(send.join().status()).isEqualTo(201));
            assertThat(replica.awaitExit(Duration.ofSeconds(15))).isIn(ENDED);
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(15));
        }
    }

    /** Fifty of them. */
    private static List<TestSocket> sockets(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.client(), pair.coach()))
                .flatMap(person ->
                        IntStream.range(0, 5).mapToObj(i -> person.connect().ready()))
                .toList();
    }

    private static int waiting(Database database) throws SQLException {
        return Integer.parseInt(database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"));
    }
}
