package dev.rapport.faults;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults that each build plays; {@code faults/run} plays all. */
class FaultsIT {
    private static final long SEED = Long.getLong("rapport.faults.seed", 1);

    private static Stage stage;
    private static Suite suite;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.start();
        suite = new Suite(stage, SEED, false);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    static Stream<Fault> faults() {
        return Fault.all().stream().filter(Fault::inVerify);
    }

    @ParameterizedTest
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @MethodSource("faults")
    void fault_losesNothing(Fault fault) throws Exception {
        try {
            suite.play(fault);
        } catch (AssertionError e) {
            // What it left behind must not be taken for the next one's doing.
            stop();
            start();
            throw e;
        }
    }
}
