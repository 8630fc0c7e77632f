package dev.rapport.bench;

import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Form;
import dev.rapport.testsupport.Replica;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/**
 * The run that fills the cache of {@link Form#AOT}: the package starts, people talk by it as they do in production, and it
 * stops. The JVM writes down which classes that took, and what it learned of their methods.
 */
public final class Training {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PAIRS = 10;
    private static final int MESSAGES = 30;

    private Training() {}

    public static void main(String... arguments) throws Exception {
        Files.deleteIfExists(Form.cache());
        try (var deployment = new Deployment()) {
            var replica = Replica.launch(Form.training(), "training", deployment.settings());
            replica.awaitReady();
            var world = deployment.world(replica);
            world.nobody().get("/");
            for (var i = 0; i < PAIRS; i++) {
                talk(world.pair());
            }
            replica.terminate();
            replica.awaitExit(PATIENCE);
            if (!Files.exists(Form.cache())) {
                throw new IOException("no cache was written: see " + replica.logFile());
            }
        }
        System.exit(0);
    }

    private static void talk(World.Pair pair) {
        var client = pair.client();
        var coach = pair.coach();
        try (var socket = coach.connect().ready()) {
            for (var i = 0; i < MESSAGES; i++) {
                client.send(coach.id(), "one of many");
                coach.texts(client.id(), "?since=" + i);
            }
            socket.awaitFrame(TestSocket.notification(coach.id(), client.id(), "new-message"));
            client.get("/api/v1/conversations");
        }
    }
}
