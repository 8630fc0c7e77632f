package dev.rapport.bench;

import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.dev.EmbeddedPostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process with PostgreSQL and a broker; prints where they are in one line and stops when its input ends. */
final class Servers {
    private Servers() {}

    public static void main(String... arguments) throws Exception {
        var folder = Path.of(arguments[0]).toAbsolutePath();
        var database = EmbeddedPostgresServer.start(Files.createDirectories(folder.resolve("postgres")));
        var port = EmbeddedBroker.freePort();
        var broker = EmbeddedBroker.start(Files.createDirectories(folder.resolve("broker")), port);
        System.out.println("ready " + database + " " + port);
        while (System.in.read() >= 0) {
            // Until the benchmark closes it, or dies.
        }
        broker.stop();
        System.exit(0);
    }
}
