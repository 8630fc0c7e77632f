package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Measures from the moment a message is due to its body in the recipient's hand; see {@code docs/performance.md}. */
public final class Benchmark {
    private Benchmark() {}

    public static void main(String... arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("Not understood: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) throws Exception {
        var target = options.target();
        if (target != null) {
            var tokens = new Tokens(target.issuer(), target.audience(), privateKey(target.privateKey()));
            return run(options, target.url(), tokens, Optional.empty());
        }
        try (var service = Service.start(options)) {
            return run(options, service.url(), service.tokens(), Optional.of(service));
        }
    }

    private static boolean run(Options options, URI url, Tokens tokens, Optional<Service> service) throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            var load = new Load(vertx, url, tokens, options.bytes());
            load.connect(options.users());
            load.closed(options.warmUpSenders(), options.warmUp(), false);
            System.gc();
            var machine = Machine.now();
            var before = service.map(Service::cpu);
            if (options.closed() > 0) {
                load.closed(options.closed(), options.length(), true);
            } else {
                load.open(options.rate(), options.length(), true);
            }
            var cpu = before.map(then -> service.orElseThrow().cpu().minus(then));
            var others = cpu.flatMap(ours -> machine.othersSince(ours.all()));
            var results = load.results();
            print(options, results, service.map(Service::startUp), cpu, others);
            return results.lost() == 0 && results.failures() == 0;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void print(
            Options options,
            Results results,
            Optional<Duration> startUp,
            Optional<Service.Cpu> cpu,
            Optional<Double> others) {
        var json = new JsonObject()
                .put("users", options.users())
                .put("rate", options.closed() > 0 ? null : options.rate())
                .put("closed", options.closed())
                .put("seconds", options.length().toSeconds())
                .put("bytes", options.bytes())
                .put("messages", results.messages().size())
                .put("lost", results.lost())
                .put("failures", results.failures())
                .put("throughput", Results.round(results.throughput()))
                .put("inHand", results.inHand().json())
                .put("announced", results.announced().json())
                .put("answered", results.answered().json())
                .put("begun", results.begun().json());
        startUp.ifPresent(time -> json.put("startUpMillis", time.toMillis()));
        cpu.ifPresent(time -> json.put(
                "cpuMillisPerMessage",
                new JsonObject()
                        .put("service", perMessage(time.service(), results))
                        .put("database", perMessage(time.database(), results))
                        .put("broker", perMessage(time.broker(), results))));
        others.ifPresent(cores -> json.put("coresUsedByOthers", Results.round(cores)));
        System.out.println(json.encode());
        System.out.println();
        System.out.print(table(results));
        System.out.printf(
                Locale.ROOT,
                "%n%d messages, %.1f/s, %d lost, %d failures%n",
                results.messages().size(),
                results.throughput(),
                results.lost(),
                results.failures());
        cpu.ifPresent(time -> System.out.printf(
                Locale.ROOT,
                "processor time a message: service %.2f ms, database %.2f ms, broker %.2f ms%n",
                perMessage(time.service(), results),
                perMessage(time.database(), results),
                perMessage(time.broker(), results)));
        others.ifPresent(cores -> System.out.printf(
                Locale.ROOT,
                "cores used by others meanwhile: %.2f of %d%n",
                cores,
                Runtime.getRuntime().availableProcessors()));
        startUp.ifPresent(
                time -> System.out.printf(Locale.ROOT, "start of the service: %.1f s%n", time.toMillis() / 1e3));
    }

    private static String table(Results results) {
        return Results.HEAD
                + results.begun().row("POST begun (lateness of the load)")
                + results.answered().row("POST answered")
                + results.announced().row("recipient's socket notified")
                + results.inHand().row("body in hand");
    }

    private static double perMessage(Duration time, Results results) {
        return Results.round(
                time.toNanos() / 1e6 / Math.max(1, results.messages().size()));
    }

    private static String privateKey(Path pem) throws IOException {
        return Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    }
}
