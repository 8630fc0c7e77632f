package dev.rapport.testsupport;

import dev.rapport.dev.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** The process of a {@link BrokerServer}: does what each line of its input says, until that ends. */
final class BrokerProgram {
    /** It has started, or done what the line said. */
    static final String DONE = "done";

    private static final double NEVER_FULL = 2;
    private static final double FULL = 0;

    private BrokerProgram() {}

    public static void main(String... arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var broker = EmbeddedBroker.start(folder, Integer.parseInt(arguments[1]));
        var server = (ActiveMQServerImpl) broker.getActiveMQServer();
        var disk = new FileStoreMonitor(
                server.getScheduledPool(),
                server.getExecutorFactory().getExecutor(),
                100,
                TimeUnit.MILLISECONDS,
                NEVER_FULL,
                null,
                FileStoreMonitor.FileStoreMonitorType.MaxDiskUsage);
        disk.addStore(folder.toFile());
        server.injectMonitor(disk);
        disk.start();
        System.out.println(DONE);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            obey(line, server, disk);
            System.out.println(DONE);
        }
        broker.stop();
        System.exit(0);
    }

    private static void obey(String line, ActiveMQServerImpl server, FileStoreMonitor disk) throws IOException {
        switch (line) {
            case "full" -> disk.setMaxUsage(FULL);
            case "free" -> disk.setMaxUsage(NEVER_FULL);
            // It knows no password: with security on, every one is wrong.
            case "refuse" -> {
                server.getSecurityStore().setSecurityEnabled(true);
                List.copyOf(server.getRemotingService().getConnections())
                        .forEach(connection -> connection.disconnect(false));
            }
            case "admit" -> server.getSecurityStore().setSecurityEnabled(false);
            default -> throw new IOException(line);
        }
    }
}
