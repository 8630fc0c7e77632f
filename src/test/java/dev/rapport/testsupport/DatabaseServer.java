package dev.rapport.testsupport;

import static org.awaitility.Awaitility.await;

import dev.rapport.dev.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running PostgreSQL as its operator, or an accident, can treat it. */
public final class DatabaseServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"");

    private final Path folder;
    private final String jdbcUrl;
    private final List<String> command;
    private ProcessHandle postmaster;

    /** The server that has its data in {@code folder}. */
    public DatabaseServer(Path folder, String jdbcUrl) {
        this.folder = folder;
        this.jdbcUrl = jdbcUrl;
        postmaster = running();
        command = commandOf(read("postmaster.opts"));
    }

    /** PostgreSQL refuses to run as root; in a user namespace it is nobody, as the library starts it too. */
    private static List<String> commandOf(String options) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(options.substring(0, options.indexOf(" \"")));
        ARGUMENT.matcher(options).results().forEach(argument -> command.add(argument.group(1)));
        return command;
    }

    private ProcessHandle running() {
        var pid = read("postmaster.pid").lines().findFirst().orElseThrow().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The postmaster first. */
    private List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    /** As {@code pg_ctl stop -m immediate}: no transaction is finished, no client is told. */
    public void stopImmediately() {
        end(Signal.QUIT, List.of(postmaster));
    }

    /** kill -9 of every process. */
    public void kill() {
        end(Signal.KILL, processes());
    }

    private void end(Signal signal, List<ProcessHandle> victims) {
        var all = processes();
        signal.send(victims);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Starts it again on the same data and port, and waits until it answers. */
    public void start() {
        try {
            var log = folder.resolveSibling("postgres.log").toFile();
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            postmaster = process.toHandle();
            EmbeddedPostgresServer.stopWithThisProcess(postmaster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    try (var database = Database.asSuperuser(jdbcUrl)) {
                        return database.value("select 1").equals("1");
                    }
                });
    }

    public boolean isRunning() {
        return postmaster.isAlive();
    }

    /** It takes connections and answers nothing. */
    public void freeze() {
        // One after the other: a process that the postmaster starts meanwhile would go on answering.
        Signal.STOP.send(List.of(postmaster));
        Signal.STOP.send(processes());
    }

    public void thaw() {
        Signal.CONT.send(processes());
    }

    /** Its processes, of which a limit of the system can be set. */
    public List<Long> pids() {
        return processes().stream().map(ProcessHandle::pid).toList();
    }

    @Override
    public void close() {
        thaw();
        if (isRunning()) {
            stopImmediately();
        }
    }
}
