package dev.rapport.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With processes that do nothing in the places of the service and its server. */
class EmbeddedPostgresServerTest {
    /** Where the build was started with signals ignored, as by nohup, a process inherits that; {@code env} may know better. */
    private static final String SLEEP =
            "env --default-signal true 2>/dev/null && exec env --default-signal sleep 60; exec sleep 60";

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private ProcessHandle process() throws IOException {
        var process = new ProcessBuilder("sh", "-c", SLEEP).start();
        started.add(process);
        return process.toHandle();
    }

    private static void awaitEnd(ProcessHandle process) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    /** It waits for its pause, a process of its own. */
    private static void awaitBegun(ProcessHandle guard) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> guard.children().findAny().isPresent());
    }

    @Test
    void server_stopsWithItsOwnerAndNotBefore() throws IOException {
        var owner = process();
        var server = process();
        var guard = EmbeddedPostgresServer.stopWith(owner, server);
        awaitBegun(guard);
        assertThat(server.isAlive()).isTrue();
        owner.destroyForcibly();
        awaitEnd(server);
        awaitEnd(guard);
    }

    /** A terminal that is closed, Ctrl+C in it, and an end of the whole process group. */
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM"})
    void server_stopsWhenASignalReachesAllProcessesAtOnce(String signal) throws Exception {
        var owner = process();
        var server = process();
        var guard = EmbeddedPostgresServer.stopWith(owner, server);
        awaitBegun(guard);
        assertThat(kill("QUIT", guard)).as("a thread dump of the JVM").isZero();
        assertThat(kill(signal, owner, guard)).isZero();
        awaitEnd(owner);
        awaitEnd(server);
        awaitEnd(guard);
    }

    private static int kill(String signal, ProcessHandle... processes) throws Exception {
        var command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.of(processes).map(process -> Long.toString(process.pid())).forEach(command::add);
        return new ProcessBuilder(command).start().waitFor();
    }
}
