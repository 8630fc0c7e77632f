package dev.rapport.faults;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another network, joined to this one by a virtual cable that can be pulled: its peers vanish without a word. */
final class Namespace implements AutoCloseable {
    private static final String NAME = "rapport-" + ProcessHandle.current().pid();
    private static final String HERE = "rap" + ProcessHandle.current().pid() % 100_000 + "h";
    private static final String THERE = "rap" + ProcessHandle.current().pid() % 100_000 + "t";
    private static final String NETWORK = "10.254.253.";

    private @Nullable Process client;

    /** Needs root, as in a container of a build, and {@code ip}. */
    static boolean isAllowed() {
        try (var namespace = new Namespace()) {
            return namespace.client == null;
        } catch (IOException e) {
            return false;
        }
    }

    Namespace() throws IOException {
        run("ip", "netns", "add", NAME);
        try {
            run("ip", "link", "add", HERE, "type", "veth", "peer", "name", THERE, "netns", NAME);
            run("ip", "addr", "add", NETWORK + "1/30", "dev", HERE);
            run("ip", "link", "set", HERE, "up");
            run("ip", "-n", NAME, "addr", "add", NETWORK + "2/30", "dev", THERE);
            run("ip", "-n", NAME, "link", "set", THERE, "up");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** A program over there sends these bytes to this port, and stays. */
    void connect(int port, String bytes) throws IOException {
        var script = "exec 3<>/dev/tcp/" + NETWORK + "1/" + port + "; printf '%s' \"$0\" >&3; cat <&3 >/dev/null";
        client = new ProcessBuilder(List.of("ip", "netns", "exec", NAME, "bash", "-c", script, bytes))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    void pullCable() throws IOException {
        run("ip", "link", "set", HERE, "down");
    }

    private static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("refused: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
        run("ip", "netns", "del", NAME);
    }
}
