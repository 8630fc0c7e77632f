package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures how long it takes until everybody is served again when all sockets are cut at once, and all come back at once:
 * a new socket, and when it is ready a fetch on a new connection. A client of ours would spread that over seconds.
 */
public final class Storm {
    private static final String USAGE = """
            bench/storm [2000] [--rounds 5] [--warm-up 3] [--seconds 5] [--form jar] [--replicas 1]
                        [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]

              2000            sockets, one a person
              --rounds        how often they are cut; a line each
              --warm-up       rounds before, which are not shown
              --seconds       between two rounds
            """;

    private static final Map<String, String> DEFAULTS =
            Map.of(Arguments.NUMBER, "2000", "rounds", "5", "warm-up", "3", "seconds", "5");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Storm() {}

    public static void main(String... arguments) throws Exception {
        Command.run(USAGE, DEFAULTS, Storm::run, arguments);
    }

    private static boolean run(Arguments arguments) throws Exception {
        var setup = Setup.of(arguments);
        var sockets = Crowd.allowed(arguments.whole(Arguments.NUMBER, 2) / 2 * 2, 2);
        var rounds = arguments.whole("rounds", 1);
        var pause = arguments.seconds("seconds");
        try (var service = Service.start(setup);
                var loop = new Loop()) {
            var crowd = new Crowd(loop, service.urls(), service.tokens());
            crowd.addPairs(new Platform(loop, service.urls().getFirst(), service.tokens()), sockets / 2);
            crowd.connect(sockets, frame -> {});
            var isComplete = true;
            for (var number = -arguments.whole("warm-up", 0); number < rounds; number++) {
                Thread.sleep(pause);
                var watch = Watch.over(service);
                var round = new Round(loop, crowd).run();
                var line = Report.of("storm", setup)
                        .put("sockets", sockets)
                        .put("readyMillis", round.ready())
                        .put("servedMillis", round.served())
                        .put("refused", round.refused)
                        .put("cpuMillisPerConnection", watch.used().millisEach(sockets));
                watch.others().ifPresent(cores -> line.put("coresUsedByOthers", cores));
                if (number >= 0) {
                    Report.print(line);
                }
                isComplete &= crowd.open() == sockets;
            }
            return isComplete;
        }
    }

    /** One cut, and everybody's way back. Belongs to the event loop. */
    private static final class Round {
        private final Loop loop;
        private final Crowd crowd;
        private final HttpClient http;
        private final List<Long> ready = new ArrayList<>();
        private final List<Long> served = new ArrayList<>();
        private long begun;
        private int refused;

        Round(Loop loop, Crowd crowd) {
            this.loop = loop;
            this.crowd = crowd;
            // A connection for each call: those that there were have gone with the sockets.
            this.http = loop.vertx()
                    .createHttpClient(new HttpClientOptions()
                            .setKeepAlive(false)
                            .setMaxPoolSize(crowd.members().size()));
        }

        Round run() throws Exception {
            loop.await(PATIENCE, () -> {
                begun = System.nanoTime();
                crowd.cut();
                return Future.all(crowd.members().stream().map(this::comeBack).toList());
            });
            http.close();
            return this;
        }

        private Future<Void> comeBack(Crowd.Member member) {
            return untilItWorks(() -> crowd.open(member, frame -> {}))
                    .compose(socket -> {
                        ready.add(System.nanoTime() - begun);
                        return untilItWorks(() -> fetch(member));
                    })
                    .onSuccess(page -> served.add(System.nanoTime() - begun))
                    .mapEmpty();
        }

        private Future<JsonObject> fetch(Crowd.Member member) {
            return new Api(http, member.token()).get(member.url() + member.messages() + "?since=0");
        }

        /** Again at once when it is refused. */
        private <T> Future<T> untilItWorks(Supplier<Future<T>> call) {
            return call.get().recover(refusal -> {
                refused++;
                return untilItWorks(call);
            });
        }

        JsonObject ready() {
            return Results.Percentiles.of(longs(ready)).json();
        }

        JsonObject served() {
            return Results.Percentiles.of(longs(served)).json();
        }

        private static long[] longs(List<Long> nanos) {
            return nanos.stream().mapToLong(Long::longValue).toArray();
        }
    }
}
