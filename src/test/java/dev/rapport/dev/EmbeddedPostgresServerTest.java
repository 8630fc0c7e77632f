package dev.rapport.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With processes that do nothing in the places of the service and its server. */
class EmbeddedPostgresServerTest {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private ProcessHandle process() throws IOException {
        var process = new ProcessBuilder("sleep", "60").start();
        started.add(process);
        return process.toHandle();
    }

    private static void awaitEnd(ProcessHandle process) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    @Test
    void server_stopsWithItsOwnerAndNotBefore() throws IOException {
        var owner = process();
        var server = process();
        var guard = EmbeddedPostgresServer.stopWith(owner, server);
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
        // It waits, so it has begun.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> guard.children().findAny().isPresent());
        var kill = new ProcessBuilder("kill", "-" + signal, "" + owner.pid(), "" + guard.pid());
        assertThat(kill.start().waitFor()).isZero();
        awaitEnd(owner);
        awaitEnd(server);
        awaitEnd(guard);
    }
}
