package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Measures from the moment a message is due to its body in the recipient's hand; see {@code docs/performance.md}. */
public final class Benchmark {
    private static final String USAGE = """
            bench/run [--users 200] [--rate 50] [--closed 0] [--seconds 30] [--warm-up 60] [--warm-up-senders 8]
                      [--bytes 200] [--floor 5] [--form jar] [--replicas 1]
                      [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]
                      [--url http://127.0.0.1:8080 --private-key key.pem --issuer https://… --audience rapport]

              --users         connected people, in pairs
              --rate          messages a second, all together, due at equal distances whatever the answers do
              --closed        instead of a rate: so many senders, each sends when the message before is in hand
              --warm-up       seconds before, in a closed loop: at the rate the JVM would still compile while it is measured
              --bytes         length of a text
              --floor         seconds of pgbench before the measurement, when it is installed; 0: none
              --url           of a service that runs already, instead of one that is started with servers of its own
              --private-key   PKCS #8, PEM: signs tokens that the service at --url takes, of the platform too
            """;

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("users", "200"),
            Map.entry("rate", "50"),
            Map.entry("seconds", "30"),
            Map.entry("warm-up", "60"),
            Map.entry("warm-up-senders", "8"),
            Map.entry("bytes", "200"),
            Map.entry("closed", "0"),
            Map.entry("floor", "5"),
            Map.entry("url", ""),
            Map.entry("private-key", ""),
            Map.entry("issuer", ""),
            Map.entry("audience", ""));

    private Benchmark() {}

    public static void main(String... arguments) throws Exception {
        Command.run(USAGE, DEFAULTS, Benchmark::run, arguments);
    }

    /** What is sent. */
    private record Plan(
            int users, double rate, int closed, Duration length, Duration warmUp, int warmUpSenders, int bytes) {
        static Plan of(Arguments arguments) {
            return new Plan(
                    arguments.whole("users", 2) / 2 * 2,
                    arguments.positive("rate"),
                    arguments.whole("closed", 0),
                    arguments.seconds("seconds"),
                    arguments.seconds("warm-up"),
                    arguments.whole("warm-up-senders", 1),
                    arguments.whole("bytes", 10));
        }

        /** Answers when the machine itself was slow meanwhile. */
        Hiccups send(Load load) throws Exception {
            try (var watch = new HiccupWatch()) {
                if (closed > 0) {
                    load.closed(closed, length, true);
                } else {
                    load.open(rate, length, true);
                }
                return watch.seen();
            }
        }
    }

    private static boolean run(Arguments arguments) throws Exception {
        var plan = Plan.of(arguments);
        var setup = Setup.of(arguments);
        var url = arguments.given("url");
        if (url.isPresent()) {
            var key = privateKey(Path.of(arguments.text("private-key")));
            var tokens = new Tokens(arguments.text("issuer"), arguments.text("audience"), key);
            try (var loop = new Loop()) {
                var load = warmedUp(plan, loop, List.of(URI.create(url.get())), tokens);
                var hiccups = plan.send(load);
                return isReported(
                        new JsonObject().put("command", "run").put("url", url.get()), plan, load.results(), hiccups);
            }
        }
        var line = Report.of("run", setup);
        try (var service = Service.start(setup);
                var loop = new Loop()) {
            var load = warmedUp(plan, loop, service.urls(), service.tokens());
            var floor = Floor.measure(service, setup.folder(), arguments.seconds("floor"));
            System.gc();
            var watch = Watch.over(service);
            var hiccups = plan.send(load);
            var cpu = watch.used();
            watch.others().ifPresent(cores -> line.put("coresUsedByOthers", cores));
            var results = load.results();
            line.put("startUpMillis", service.startUp().toMillis())
                    .put(
                            "cpuMillisPerMessage",
                            cpu.millisEach(results.messages().size()));
            floor.ifPresent(rate -> line.put("floor", Math.round(rate))
                    .put("partOfFloor", Math.round(1000 * results.throughput() / rate) / 1000.0));
            return isReported(line, plan, results, hiccups);
        }
    }

    private static Load warmedUp(Plan plan, Loop loop, List<URI> urls, Tokens tokens) throws Exception {
        var load = new Load(loop, urls, tokens, plan.bytes());
        load.connect(plan.users());
        load.closed(plan.warmUpSenders(), plan.warmUp(), false);
        // Those who sent have not read what they sent themselves: their next fetch would begin with all of that.
        load.catchUp();
        return load;
    }

    private static boolean isReported(JsonObject line, Plan plan, Results results, Hiccups hiccups) {
        var steady = results.without(hiccups);
        Report.print(line.put("users", plan.users())
                .put("rate", plan.closed() > 0 ? null : plan.rate())
                .put("closed", plan.closed())
                .put("seconds", plan.length().toSeconds())
                .put("warmUp", plan.warmUp().toSeconds())
                .put("bytes", plan.bytes())
                .put("messages", results.messages().size())
                .put("lost", results.lost())
                .put("failures", results.failures())
                .put("throughput", Results.round(results.throughput()))
                .put("inHand", results.inHand().json())
                .put("announced", results.announced().json())
                .put("answered", results.answered().json())
                .put("begun", results.begun().json())
                .put("hiccups", Results.round(hiccups.part()))
                .put("steadyMessages", steady.messages().size())
                .put("steadyInHand", steady.inHand().json()));
        // For people; what programs read is on the other stream.
        System.err.print(Results.HEAD
                + results.begun().row("POST begun (lateness of the load)")
                + results.answered().row("POST answered")
                + results.announced().row("recipient's socket notified")
                + results.inHand().row("body in hand")
                + steady.inHand().row("the same, machine steady"));
        return results.lost() == 0 && results.failures() == 0;
    }

    private static String privateKey(Path pem) throws IOException {
        return Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    }
}
