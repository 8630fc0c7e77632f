package dev.rapport.faults;

import static org.awaitility.Awaitility.await;

import dev.rapport.faults.Checker.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** Plays faults on a stage, each with people of its own, and judges what they saw. */
final class Suite {
    static final Path REPORTS = Path.of("target", "faults");

    private static final int PAIRS = 4;

    /** A client whose fetch is refused waits a second of its own. */
    private static final Duration READ_ALL = Scene.SOON.plusSeconds(5);

    private final Stage stage;
    private final long seed;
    private final boolean whole;

    Suite(Stage stage, long seed, boolean whole) {
        this.stage = stage;
        this.seed = seed;
        this.whole = whole;
    }

    /** Fails with everything that was wrong, the seed, and the file that tells the whole story. */
    void play(Fault fault) throws Exception {
        var random = new SplittableRandom(seed * 31 + fault.number().hashCode());
        var history = new History();
        var canary = "canary-" + Long.toHexString(random.nextLong());
        var wrong = new ArrayList<String>();
        // Whatever the one before left behind is not this one's doing.
        stage.heal();
        history.note("fault " + fault + ", expected: " + fault.expected() + ", seed " + seed);
        try (var workload = new Workload(stage.world(), history, PAIRS, canary, random.split(), stage::anywhere)) {
            var scene = new Scene(stage, workload, history, random.split(), canary, whole);
            workload.start();
            strike(fault, scene, wrong);
            stage.heal();
            var healedAt = history.now();
            history.note("healed");
            scene.last(1, 3);
            workload.stopSending();
            history.note("quiet");
            var finals = workload.finals();
            awaitAll(() -> workload.hasReadAll(finals) && Checker.isEverySocketTold(history, finals));
            wrong.addAll(Checker.violations(history, finals, logs(), canary, new Deadline(healedAt, Scene.SOON)));
        } catch (Exception e) {
            wrong.add("the play ended early: " + e);
        }
        if (!wrong.isEmpty()) {
            var file = REPORTS.resolve(fault.number() + "-" + seed + ".txt");
            history.write(file, wrong);
            throw new AssertionError("fault " + fault + ", seed " + seed + ", history in " + file + ":\n"
                    + String.join("\n", wrong.subList(0, Math.min(10, wrong.size()))));
        }
    }

    private static void strike(Fault fault, Scene scene, List<String> wrong) {
        scene.history().note("strike");
        try {
            fault.act().strike(scene);
            scene.history().note("the act is over");
        } catch (Exception | AssertionError e) {
            scene.history().note("the act failed: " + e);
            wrong.add("expected \"" + fault.expected() + "\": " + e + " at " + place(e));
        }
    }

    private static String place(Throwable failure) {
        for (var frame : failure.getStackTrace()) {
            if (frame.getClassName().endsWith("Faults")) {
                return frame.toString();
            }
        }
        return "?";
    }

    /** Who is not there by then is for the checker to tell. */
    private static void awaitAll(Callable<Boolean> areThere) {
        try {
            await().atMost(READ_ALL).pollInterval(Duration.ofMillis(50)).until(areThere);
        } catch (ConditionTimeoutException e) {
            // Rules (e) and (h) name them.
        }
    }

    private Map<String, String> logs() throws IOException {
        var logs = new HashMap<String, String>();
        for (var log : stage.logs().toList()) {
            logs.put(log.toString(), Files.readString(log));
        }
        return logs;
    }
}
