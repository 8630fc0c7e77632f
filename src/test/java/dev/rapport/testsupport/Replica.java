package dev.rapport.testsupport;

import static org.awaitility.Awaitility.await;

import dev.rapport.dev.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the packaged application, in the {@link Form} that is tested unless another is named. */
public final class Replica implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final URI base;
    private final URI management;
    private final Path log;

    private Replica(Process process, URI base, URI management, Path log) {
        this.process = process;
        this.base = base;
        this.management = management;
        this.log = log;
    }

    /**
     * Starts a process with these settings and arguments, without waiting for it; on ports of its own, unless the settings
     * name the public one.
     */
    public static Replica launch(String name, Map<String, String> settings, String... arguments) {
        return launch(Form.tested().command(), name, settings, arguments);
    }

    /** As {@link #launch(String, Map, String...)}, by a command other than that of the tested form. */
    public static Replica launch(List<String> program, String name, Map<String, String> settings, String... arguments) {
        try {
            var port = settings.getOrDefault("QUARKUS_HTTP_PORT", Integer.toString(EmbeddedBroker.freePort()));
            var managementPort = EmbeddedBroker.freePort();
            var log = Files.createDirectories(Path.of("target", "replicas"))
                    .resolve(name + "-" + System.nanoTime() + ".log");
            var command = new ArrayList<>(program);
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            var environment = builder.environment();
            environment.keySet().removeIf(Replica::isSettingOfTheApplication);
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_HTTP_PORT", port);
            environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
            environment.putAll(settings);
            return new Replica(
                    builder.start(),
                    URI.create("http://127.0.0.1:" + port),
                    URI.create("http://127.0.0.1:" + managementPort),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a process and waits until it is ready to serve. */
    public static Replica start(String name, Map<String, String> settings) {
        return launch(name, settings).awaitReady();
    }

    /** As {@link #start(String, Map)}, by a command other than that of the tested form. */
    public static Replica start(List<String> program, String name, Map<String, String> settings) {
        return launch(program, name, settings).awaitReady();
    }

    /** Waits until it is ready to serve. */
    public Replica awaitReady() {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                // Not that it has ended.
                .ignoreExceptionsMatching(failure -> failure instanceof Exception)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the replica ended:\n" + log());
                    }
                    return isReady();
                });
        return this;
    }

    private static boolean isSettingOfTheApplication(String variable) {
        return variable.startsWith("QUARKUS_")
                || variable.startsWith("RAPPORT_")
                || variable.startsWith("AMQP_")
                || variable.startsWith("MP_");
    }

    public URI base() {
        return base;
    }

    public URI management() {
        return management;
    }

    public boolean isReady() {
        var request =
                HttpRequest.newBuilder(management.resolve("/q/health/ready")).build();
        return ChatClient.call(request).status() == 200;
    }

    /** What it printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file in which it is. */
    public Path logFile() {
        return log;
    }

    /** Waits for the process to end by itself, and answers its exit code. */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ":\n" + log());
        }
        return process.exitValue();
    }

    /** SIGTERM, without waiting for what it does about it. */
    public void terminate() {
        process.destroy();
    }

    /** As in a very long collection of garbage. */
    public void freeze() {
        Signal.STOP.send(List.of(process.toHandle()));
    }

    public void thaw() {
        Signal.CONT.send(List.of(process.toHandle()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
