package dev.rapport.faults;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole suite, or a part of it; {@code faults/run} starts it. */
public final class Run {
    private static final String USAGE = """
            faults/run [--seed <number>] [--only 1,17,24]    all faults, or these
            faults/run storm [--people 2000] [--rounds 3]    a replica dies and everybody comes back at once
            """;

    private final long seed;
    private final Set<String> only;
    private final List<String> report = new ArrayList<>();
    private int failures;

    private Run(long seed, Set<String> only) {
        this.seed = seed;
        this.only = only;
    }

    public static void main(String... arguments) throws Exception {
        var words = List.of(arguments);
        // Interrupted, it leaves no replica behind.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        try {
            if (!words.isEmpty() && words.getFirst().equals("storm")) {
                var storm = new Storm(number(words, "--people", 2_000), number(words, "--rounds", 3));
                System.exit(storm.run() ? 0 : 1);
            }
            var seed = option(words, "--seed").map(Long::parseLong).orElseGet(() -> new Random().nextLong(1_000_000));
            var only = option(words, "--only").stream()
                    .flatMap(list -> Stream.of(list.split(",")))
                    .collect(Collectors.toSet());
            System.exit(new Run(seed, only).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("Not understood: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
    }

    private static int number(List<String> words, String name, int otherwise) {
        return option(words, name).map(Integer::parseInt).orElse(otherwise);
    }

    private static Optional<String> option(List<String> words, String name) {
        var place = words.indexOf(name);
        if (place == words.size() - 1 && place >= 0) {
            throw new IllegalArgumentException(name);
        }
        return place < 0 ? Optional.empty() : Optional.of(words.get(place + 1));
    }

    private boolean run() throws Exception {
        say("seed " + seed);
        var faults = new ArrayList<>(Fault.all());
        faults.removeIf(fault -> !isWanted(fault));
        Collections.shuffle(faults, new Random(seed));
        if (!faults.isEmpty()) {
            onOneStage(faults);
        }
        if (only.isEmpty() || only.contains("24")) {
            try (var full = new DiskFull()) {
                play(full.stage(), full.fault());
            }
        }
        say(failures == 0 ? "nothing was lost" : failures + " failed; the histories are in " + Suite.REPORTS);
        Files.createDirectories(Suite.REPORTS);
        Files.write(Suite.REPORTS.resolve("report.txt"), report);
        return failures == 0;
    }

    private boolean isWanted(Fault fault) {
        return only.isEmpty() || only.contains(fault.number());
    }

    private void onOneStage(List<Fault> faults) throws Exception {
        var stage = Stage.start();
        try {
            for (var fault : faults) {
                if (!play(stage, fault)) {
                    // What it left behind must not be taken for the next one's doing.
                    stage.close();
                    stage = Stage.start();
                }
            }
        } finally {
            stage.close();
        }
    }

    private boolean play(Stage stage, Fault fault) throws Exception {
        var begun = System.nanoTime();
        try {
            new Suite(stage, seed, true).play(fault);
            say(String.format(Locale.ROOT, "ok      %-60s %5.1f s", fault, (System.nanoTime() - begun) / 1e9));
            return true;
        } catch (AssertionError e) {
            failures++;
            say("FAILED  " + e.getMessage());
            return false;
        }
    }

    private void say(String line) {
        System.out.println(line);
        report.add(line);
    }
}
