package dev.rapport.bench;

import dev.rapport.testsupport.Form;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what an idle connection costs: the process before and after so many sockets, each of a person of their own;
 * see {@code docs/performance.md}.
 */
public final class Connections {
    private static final String USAGE = """
            bench/connections [10000] [--seconds 45] [--warm-up 500] [--heap-dump file] [--form jar]
                              [--replicas 1] [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]

              10000           sockets, one a person; or a list such as 5000,10000, each with a service of its own
              --seconds       for which they are idle before the process is looked at
              --warm-up       sockets that are opened and cut before the process is first looked at
              --heap-dump     where a JVM is to write at the end what it holds
            """;

    private static final Map<String, String> DEFAULTS =
            Map.of(Arguments.NUMBER, "10000", "seconds", "45", "warm-up", "500", "heap-dump", "");

    private static final int SHOWN_CLASSES = 25;
    private static final Duration FORGETTING = Duration.ofSeconds(5);

    private Connections() {}

    public static void main(String... arguments) throws Exception {
        Command.run(USAGE, DEFAULTS, Connections::run, arguments);
    }

    private static boolean run(Arguments arguments) throws Exception {
        var setup = Setup.of(arguments);
        var idle = arguments.seconds("seconds");
        var warmUp = arguments.whole("warm-up", 0);
        var dump = arguments.given("heap-dump").map(Path::of);
        var isComplete = true;
        for (var sockets : arguments.wholes(Arguments.NUMBER, 2)) {
            isComplete &= run(setup, Crowd.allowed(sockets / 2 * 2, 1), warmUp, idle, dump);
        }
        return isComplete;
    }

    /** What a process holds at one moment; no objects of a binary, which has no such tool. */
    private record Held(long residentKilobytes, Map<String, Memory.Objects> live) {
        /** After a collection of garbage, which gives memory back. */
        static Held by(Setup setup, Service service) throws IOException {
            var live = setup.form() == Form.BINARY ? Map.<String, Memory.Objects>of() : Memory.live(service.pid());
            return new Held(Memory.residentKilobytes(service.pid()), live);
        }
    }

    private static boolean run(Setup setup, int sockets, int warmUp, Duration idle, Optional<Path> dump)
            throws Exception {
        var line = Report.of("connections", setup).put("sockets", sockets);
        try (var service = Service.start(setup);
                var loop = new Loop()) {
            var crowd = new Crowd(loop, service.urls(), service.tokens());
            crowd.addPairs(new Platform(loop, service.urls().getFirst(), service.tokens()), sockets / 2);
            crowd.connect(Math.min(warmUp, sockets), frame -> {});
            loop.run(crowd::cut);
            Thread.sleep(FORGETTING);
            var before = Held.by(setup, service);
            var watch = Watch.over(service);
            var begun = System.nanoTime();
            crowd.connect(sockets, frame -> {});
            var connected = System.nanoTime();
            line.put("connectSeconds", Results.round((connected - begun) / 1e9))
                    .put("cpuMillisPerHandshake", watch.used().millisEach(sockets));
            var idling = Watch.over(service);
            Thread.sleep(idle);
            line.put("idleCpuMillisPerSecond", idling.used().millisEach(idle.toSeconds()));
            idling.others().ifPresent(cores -> line.put("coresUsedByOthers", cores));
            // The first replica is looked at, which has its share of them.
            var here = sockets / setup.replicas();
            report(line, here, before, Held.by(setup, service));
            if (dump.isPresent()) {
                Memory.dump(service.pid(), dump.get());
            }
            var open = crowd.open();
            Report.print(line.put("open", open));
            return open == sockets;
        }
    }

    private static void report(JsonObject line, int sockets, Held before, Held after) {
        var resident = after.residentKilobytes() - before.residentKilobytes();
        line.put("residentMegabytesBefore", Results.round(before.residentKilobytes() / 1024.0))
                .put("residentMegabytesAfter", Results.round(after.residentKilobytes() / 1024.0))
                .put("residentKilobytesPerConnection", Results.round((double) resident / sockets));
        if (after.live().isEmpty()) {
            return;
        }
        var live = Memory.bytes(after.live()) - Memory.bytes(before.live());
        line.put("liveKilobytesPerConnection", Results.round(live / 1024.0 / sockets));
        var growth = new JsonArray();
        grown(before.live(), after.live()).stream()
                .limit(SHOWN_CLASSES)
                .forEach(grown -> growth.add(new JsonObject()
                        .put("class", grown.getKey())
                        .put(
                                "perConnection",
                                Results.round((double) grown.getValue().number() / sockets))
                        .put(
                                "bytesPerConnection",
                                Results.round((double) grown.getValue().bytes() / sockets))));
        line.put("growth", growth);
    }

    /** What there is more of than before, the most bytes first. */
    private static List<Map.Entry<String, Memory.Objects>> grown(
            Map<String, Memory.Objects> before, Map<String, Memory.Objects> after) {
        var grown = new ArrayList<Map.Entry<String, Memory.Objects>>();
        after.forEach((name, objects) ->
                grown.add(Map.entry(name, objects.minus(before.getOrDefault(name, Memory.Objects.NONE)))));
        grown.sort(Comparator.comparingLong(entry -> -entry.getValue().bytes()));
        return grown;
    }
}
