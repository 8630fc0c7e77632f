package dev.rapport.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what sends and fetches take with few messages stored and with many: a service with a database of its own for
 * each number, beside each other, which people use in turns.
 */
public final class Tables {
    private static final String USAGE = """
            bench/tables [10000,10000000] [--conversations 20000] [--users 400] [--rate 40] [--turns 8] [--seconds 5]
                         [--warm-up 40] [--form jar] [--replicas 1]
                         [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]

              10000,10000000  rows of messages, of two or more services
              --conversations among which they are spread evenly; fewer where there are fewer rows
              --users         people who talk, in pairs: the conversations of these have their share
              --turns         so many each
              --seconds       of a turn
              --warm-up       seconds of each service before
            """;

    private static final Map<String, String> DEFAULTS = Map.of(
            Arguments.NUMBER,
            "10000,10000000",
            "conversations",
            "20000",
            "users",
            "400",
            "rate",
            "40",
            "turns",
            "8",
            "seconds",
            "5",
            "warm-up",
            "40");

    private static final int WARM_UP_SENDERS = 4;
    private static final int GREETINGS_A_SECOND = 100;
    private static final int LEAST_EACH = 50;
    private static final int BYTES = 200;

    private Tables() {}

    public static void main(String... arguments) throws Exception {
        Command.run(USAGE, DEFAULTS, Tables::run, arguments);
    }

    private static boolean run(Arguments arguments) throws Exception {
        var setup = Setup.of(arguments);
        var stands = new ArrayList<Stand>();
        try (var loop = new Loop()) {
            for (var rows : arguments.wholes(Arguments.NUMBER, 1)) {
                var service = Service.start(setup.beside("-" + rows));
                stands.add(new Stand(rows, service, new Load(loop, service.urls(), service.tokens(), BYTES)));
                stands.getLast().prepare(arguments);
            }
            return measure(setup, arguments, stands);
        } finally {
            for (var stand : stands) {
                stand.service().close();
            }
        }
    }

    /** A service with so many rows. */
    private record Stand(int rows, Service service, Load load) {
        void prepare(Arguments arguments) throws Exception {
            var users = arguments.whole("users", 2) / 2 * 2;
            load.connect(users);
            // A conversation has its key from its first message on.
            load.open(GREETINGS_A_SECOND, Duration.ofSeconds(Math.ceilDiv(users, GREETINGS_A_SECOND)), false);
            load.catchUp();
            var conversations = Math.min(arguments.whole("conversations", 1), rows / LEAST_EACH);
            try (var database = service.superuser()) {
                load.skip(Rows.fill(database, rows, Math.max(users / 2, conversations)));
            }
        }
    }

    private static boolean measure(Setup setup, Arguments arguments, List<Stand> stands) throws Exception {
        var rate = arguments.positive("rate");
        var turn = arguments.seconds("seconds");
        for (var stand : stands) {
            stand.load().closed(WARM_UP_SENDERS, arguments.seconds("warm-up"), false);
        }
        System.gc();
        var watch = Watch.over(stands.stream().map(Stand::service).toArray(Service[]::new));
        var used = new HashMap<Stand, Cpu>();
        for (var turns = arguments.whole("turns", 1); turns > 0; turns--) {
            for (var stand : stands) {
                var during = Watch.over(stand.service());
                stand.load().open(rate, turn, true);
                used.merge(stand, during.used(), Cpu::plus);
            }
        }
        var others = watch.others();
        var first = stands.getFirst().load().results();
        var isComplete = true;
        for (var stand : stands) {
            var results = stand.load().results();
            isComplete &= results.lost() == 0 && results.failures() == 0;
            Report.print(
                    line(setup, stand, results, first, used.get(stand), others).put("rate", rate));
        }
        return isComplete;
    }

    private static JsonObject line(
            Setup setup, Stand stand, Results results, Results first, Cpu used, Optional<Double> others)
            throws IOException {
        var line = Report.of("tables", setup)
                .put("rows", stand.rows())
                .put("messages", results.messages().size())
                .put("lost", results.lost())
                .put("failures", results.failures())
                .put("sendMillis", results.sending().json())
                .put("fetchMillis", results.fetching().json())
                .put(
                        "sendAgainstFirst",
                        Results.round(results.sending().p50() / first.sending().p50()))
                .put(
                        "fetchAgainstFirst",
                        Results.round(
                                results.fetching().p50() / first.fetching().p50()))
                .put("cpuMillisPerMessage", used.millisEach(results.messages().size()));
        others.ifPresent(cores -> line.put("coresUsedByOthers", cores));
        return line;
    }
}
