package dev.rapport.faults;

import dev.rapport.testsupport.BrokerServer;
import dev.rapport.testsupport.DatabaseServer;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Fault 36: everybody's replica dies at once, and they all come back to the other one, while people go on sending. Prints
 * what it measured as JSON. All people belong to one event loop.
 */
final class Storm {
    private static final Duration SERVED = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POST_P99 = Duration.ofSeconds(1);
    private static final int SENDS_A_SECOND = 20;
    private static final long SEED = 36;
    private static final Duration TOKEN = Duration.ofMinutes(59);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** A level may differ by what a warm process keeps. */
    private static final int LEVEL_MEGABYTES = 16;

    private final int people;
    private final int rounds;
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Random random = new Random(SEED);
    private final List<StormPerson> crowd = new ArrayList<>();
    private volatile Replica target;

    Storm(int people, int rounds) {
        this.people = people / 2 * 2;
        this.rounds = rounds;
    }

    /** Whether it reached what it must. */
    boolean run() throws Exception {
        var deployment = Deployment.withoutBroker(Map.of(), folder -> {});
        var database = new DatabaseServer(deployment.databaseFolder(), deployment.jdbcUrl());
        var broker = new BrokerServer(deployment.brokerFolder(), deployment.amqpPort());
        try (var stays = Replica.start("storm-stays", settings(deployment))) {
            target = Replica.start("storm-dies", settings(deployment));
            gather(deployment, stays);
            var results = new JsonArray();
            var good = true;
            everybodyComes();
            var level = liveMegabytes(stays);
            for (var round = 1; round <= rounds; round++) {
                var result = round(stays, deployment).put("round", round);
                result.put("heapBeforeMb", level).put("heapAfterMb", liveMegabytes(stays));
                results.add(result);
                good &= result.getLong("servedAllMs") <= SERVED.toMillis()
                        && result.getLong("postP99Ms") <= POST_P99.toMillis()
                        && result.getLong("lost") == 0
                        && result.getInteger("postFailures") == 0
                        // The first storm also loads classes and compiles.
                        && (round == 1 || result.getLong("heapAfterMb") <= level + LEVEL_MEGABYTES);
                level = round == 1 ? result.getLong("heapAfterMb") : level;
            }
            System.out.println(new JsonObject()
                    .put("people", people)
                    .put("processors", Runtime.getRuntime().availableProcessors())
                    .put("reached", good)
                    .put("rounds", results)
                    .encodePrettily());
            target.kill();
            return good;
        } finally {
            broker.close();
            database.close();
            deployment.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Map<String, String> settings(Deployment deployment) {
        var settings = deployment.settings();
        settings.put("RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "0");
        settings.put("RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "0");
        settings.put("RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "0");
        return settings;
    }

    private void gather(Deployment deployment, Replica stays) {
        var world = deployment.world(stays);
        var http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(people));
        var sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(people * 2));
        for (var i = 0; i < people / 2; i++) {
            var pair = world.pair();
            var client = pair.client().id();
            var coach = pair.coach().id();
            var tokens = deployment.tokens();
            crowd.add(new StormPerson(
                    vertx, http, sockets, client, tokens.of(client, "client", TOKEN), coach, () -> target.base()));
            crowd.add(new StormPerson(
                    vertx, http, sockets, coach, tokens.of(coach, "coach", TOKEN), client, () -> target.base()));
        }
    }

    /** The crowd's replica dies; when everything is over it is back, and so are they. */
    private JsonObject round(Replica stays, Deployment deployment) throws Exception {
        var sending = new StormSending(vertx, crowd, stays.base(), SENDS_A_SECOND, new Random(random.nextLong()));
        loop.runOnContext(now -> sending.start());
        Thread.sleep(3_000);
        var victim = target;
        target = stays;
        var died = onLoop(System::nanoTime);
        victim.kill();
        var patience = died + PATIENCE.toNanos();
        while (!onLoop(() -> crowd.stream().allMatch(person -> person.servedAt() > died))
                && System.nanoTime() < patience) {
            Thread.sleep(50);
        }
        var over = System.nanoTime();
        Thread.sleep(2_000);
        onLoop(() -> {
            sending.stop();
            return true;
        });
        var end = System.nanoTime() + Scene.SOON.toNanos();
        while (onLoop(() -> sending.missing() > 0) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        var result = onLoop(() -> {
            var times = crowd.stream()
                    .map(person -> person.servedAt() > died ? person.servedAt() - died : PATIENCE.toNanos())
                    .sorted()
                    .toList();
            return sending.results(died, over)
                    .put("servedMedianMs", times.get(times.size() / 2) / 1_000_000)
                    .put("servedAllMs", times.getLast() / 1_000_000);
        });
        target = Replica.start("storm-dies", settings(deployment));
        everybodyComes();
        return result;
    }

    /** To the replica at which they should be, wherever they were. */
    private void everybodyComes() throws Exception {
        var begun = System.nanoTime();
        onLoop(() -> {
            crowd.forEach(StormPerson::connect);
            return true;
        });
        while (!onLoop(() -> crowd.stream().allMatch(person -> person.servedAt() > begun))) {
            if (System.nanoTime() - begun > 2 * PATIENCE.toNanos()) {
                throw new IllegalStateException("not everybody came");
            }
            Thread.sleep(100);
        }
    }

    private <T> T onLoop(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        loop.runOnContext(now -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    /** What is left on the heap after a collection. */
    private static long liveMegabytes(Replica replica) throws Exception {
        // Sockets that have just closed are forgotten within a second or two.
        Thread.sleep(5_000);
        jcmd(replica, "GC.run");
        var used = USED.matcher(jcmd(replica, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("no heap information");
        }
        return Long.parseLong(used.group(1)) / 1024;
    }

    private static String jcmd(Replica replica, String command) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(replica.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
