package dev.rapport.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, so that it can be killed, frozen and filled. */
public final class BrokerServer implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final Path folder;
    private final int port;
    private Process process;
    private BufferedReader answers;

    /** Starts it with its journal in {@code folder}. */
    public BrokerServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        start();
        // Frozen, it would not see its input end.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** Starts it (again), on the same port and journal. */
    public void start() {
        try {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerProgram.class.getName(),
                            folder.toString(),
                            Integer.toString(port)))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolveSibling("broker.log").toFile()))
                    .start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            awaitDone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** It takes connections and answers nothing. */
    public void freeze() {
        Signal.STOP.send(List.of(process.toHandle()));
    }

    public void thaw() {
        Signal.CONT.send(List.of(process.toHandle()));
    }

    /** Its disk is full: it stops giving credit to senders. */
    public void full(boolean isFull) {
        tell(isFull ? "full" : "free");
    }

    /** It takes nobody's password any more, and has dropped who was signed in. */
    public void refusesCredentials(boolean refuses) {
        tell(refuses ? "refuse" : "admit");
    }

    private void tell(String command) {
        try {
            var out = process.getOutputStream();
            out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            awaitDone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitDone() throws IOException {
        for (var line = answers.readLine(); !BrokerProgram.DONE.equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException("the broker ended; see " + folder.resolveSibling("broker.log"));
            }
        }
    }

    @Override
    public void close() {
        thaw();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
