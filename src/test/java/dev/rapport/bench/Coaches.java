package dev.rapport.bench;

import java.util.ArrayList;
import java.util.Map;

/**
 * Measures what grows with the clients of a coach: the list of conversations, and telling all who are connected that the
 * coach has gone away or come back. The coaches use one service in turns.
 */
public final class Coaches {
    private static final String USAGE = """
            bench/coaches [5,5000] [--rounds 10] [--calls 50] [--warm-up 500] [--form jar] [--replicas 1]
                          [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]

              5,5000          clients of the coaches, of whom each has sent a message and is connected
              --rounds        so many turns of each coach
              --calls         of each kind in a turn, one after the other
              --warm-up       calls of each kind by each coach before
            """;

    private static final Map<String, String> DEFAULTS =
            Map.of(Arguments.NUMBER, "5,5000", "rounds", "10", "calls", "50", "warm-up", "500");

    private Coaches() {}

    public static void main(String... arguments) throws Exception {
        Command.run(USAGE, DEFAULTS, Coaches::run, arguments);
    }

    private static boolean run(Arguments arguments) throws Exception {
        var setup = Setup.of(arguments);
        var clients = arguments.wholes(Arguments.NUMBER, 1);
        Crowd.allowed(clients.stream().mapToInt(Integer::intValue).sum(), 1);
        try (var service = Service.start(setup);
                var loop = new Loop()) {
            var coaches = new ArrayList<Coach>();
            for (var many : clients) {
                coaches.add(Coach.with(many, loop, service));
            }
            for (var coach : coaches) {
                coach.list(arguments.whole("warm-up", 0));
                coach.changeAvailability();
                coach.changeAvailability();
                coach.forget();
            }
            var watch = Watch.over(service);
            for (var rounds = arguments.whole("rounds", 1); rounds > 0; rounds--) {
                for (var coach : coaches) {
                    coach.list(arguments.whole("calls", 1));
                    coach.listAll();
                    coach.changeAvailability();
                }
            }
            var others = watch.others();
            for (var coach : coaches) {
                var line = Report.of("coaches", setup);
                coach.report(line);
                others.ifPresent(cores -> line.put("coresUsedByOthers", cores));
                Report.print(line);
            }
            return true;
        }
    }
}
