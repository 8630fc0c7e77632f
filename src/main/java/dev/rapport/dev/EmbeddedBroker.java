package dev.rapport.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A real ActiveMQ Artemis inside this process, speaking AMQP 1.0 on loopback, with its journal on disk. */
public final class EmbeddedBroker {
    private EmbeddedBroker() {}

    /** Starts a broker with its data in {@code folder} and answers its port. */
    public static String start(Path folder) throws Exception {
        var port = freePort();
        start(folder, port);
        return Integer.toString(port);
    }

    /** Starts a broker on this port; stop it with {@link EmbeddedActiveMQ#stop()}. */
    public static EmbeddedActiveMQ start(Path folder, int port) throws Exception {
        var configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(1024 * 1024)
                .setJournalMinFiles(2)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .addAddressConfiguration(new CoreAddressConfiguration()
                        .setName("rapport.notifications")
                        .addRoutingType(RoutingType.MULTICAST))
                .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP");
        // A developer's disk may be nearly full; the broker's default is to stop taking messages at 90 %.
        configuration.setMaxDiskUsage(-1);
        return new EmbeddedActiveMQ().setConfiguration(configuration).start();
    }

    /** A TCP port that nobody listens on at the moment. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
