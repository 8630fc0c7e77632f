package dev.rapport.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real PostgreSQL, as a child process that does not outlive this one. */
public final class EmbeddedPostgresServer {
    /** The role that owns the tables and migrates; its password is its name. */
    public static final String OWNER = "rapport_owner";

    /** The role that serves and owns nothing; its password is its name. */
    public static final String APPLICATION = "rapport";

    /** May everything: for tests that look behind row-level security; its password is its name. */
    public static final String SUPERUSER = "postgres";

    private static final String DATABASE = "rapport";

    private static final Duration STOP = Duration.ofSeconds(15);

    private EmbeddedPostgresServer() {}

    /**
     * Starts a server on the data in {@code folder}, new or old, with the two roles and a database, and answers the JDBC
     * address of that.
     */
    public static String start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** As {@link #start(Path)}, with more of the server's own settings. */
    public static String start(Path folder, Map<String, String> settings) throws IOException {
        stopLeftOver(folder);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                // As in production: a commit is on disk. The library's own defaults trade that for speed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "");
        settings.forEach(builder::setServerConfig);
        var server = builder.start();
        leftOver(folder).ifPresent(EmbeddedPostgresServer::stopWithThisProcess);
        provision(server);
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    private static void provision(EmbeddedPostgres server) throws IOException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var role : List.of(OWNER, APPLICATION)) {
                if (isMissing(statement, "select from pg_roles where rolname = '" + role + "'")) {
                    statement.execute("create role " + role + " login password '" + role + "'");
                }
            }
            if (isMissing(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + OWNER);
            }
        } catch (SQLException e) {
            throw new IOException("the embedded database could not be set up", e);
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    /** Stops the server that a killed process left behind in {@code folder}. */
    static void stopLeftOver(Path folder) throws IOException {
        var server = leftOver(folder);
        if (server.isPresent()) {
            var process = server.get();
            process.destroy();
            try {
                process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Files.deleteIfExists(folder.resolve("postmaster.pid"));
    }

    private static Optional<ProcessHandle> leftOver(Path folder) throws IOException {
        var pidFile = folder.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.contains("postgres"))
                        .isPresent());
    }

    /** As {@link #stopWith}, so that even kill -9 of this process leaves no server behind. */
    public static void stopWithThisProcess(ProcessHandle server) {
        try {
            stopWith(ProcessHandle.current(), server);
        } catch (IOException e) {
            // No shell here: an orderly exit still stops it.
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        }
    }

    /** A shell waits for either process to end, and then stops {@code server}. What ends a terminal's processes spares it. */
    static ProcessHandle stopWith(ProcessHandle owner, ProcessHandle server) throws IOException {
        var script = "trap '' HUP INT QUIT TERM; while kill -0 $0 && kill -0 $1; do sleep 0.5; done 2>/dev/null;"
                + " kill -INT $1 2>/dev/null";
        return new ProcessBuilder("sh", "-c", script, Long.toString(owner.pid()), Long.toString(server.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .toHandle();
    }
}
