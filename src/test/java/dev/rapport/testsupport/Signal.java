package dev.rapport.testsupport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What {@code kill} sends: Java itself knows two of them only. */
enum Signal {
    STOP,
    CONT,
    QUIT,
    KILL;

    /** Those that have ended in the meantime are passed over. */
    void send(Collection<ProcessHandle> processes) {
        var command = new ArrayList<>(List.of("kill", "-" + this));
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        if (command.size() == 2) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
