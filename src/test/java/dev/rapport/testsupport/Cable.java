package dev.rapport.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way over TCP to a port of this machine that can be made to fail. */
public final class Cable implements AutoCloseable {
    /** What becomes of the bytes; a connection that has lost some loses all that follow. */
    public enum State {
        /** All arrive. */
        WHOLE,
        /** None arrive, in either direction, and connections open nevertheless. */
        SWALLOWS,
        /** What the server says does not arrive. */
        SWALLOWS_ANSWERS,
        /** What the client says does not arrive. */
        SWALLOWS_REQUESTS,
        /** None are lost, none arrive before this is over: the server hangs. */
        HANGS
    }

    private final ServerSocket port;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;

    /** Leads to this port; {@link #port()} is its other end. */
    public Cable(int target) {
        this.target = target;
        try {
            port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return port.getLocalPort();
    }

    public void set(State next) {
        state = next;
    }

    /** Ends every connection; new ones are made as before. */
    public void cut() {
        for (var socket : sockets) {
            close(socket);
        }
    }

    private void accept() {
        try {
            while (true) {
                var client = port.accept();
                sockets.add(client);
                try {
                    var server = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(server);
                    Thread.ofVirtual().start(() -> pump(client, server, false));
                    Thread.ofVirtual().start(() -> pump(server, client, true));
                } catch (IOException e) {
                    // There is no server: the client learns it as if it had called there.
                    close(client);
                }
            }
        } catch (IOException e) {
            // The test is over and has closed it.
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        var bytes = new byte[16 * 1024];
        var lost = false;
        try {
            int read;
            while ((read = from.getInputStream().read(bytes)) >= 0) {
                while (state == State.HANGS) {
                    Thread.sleep(10);
                }
                lost |= state == State.SWALLOWS
                        || state == (answers ? State.SWALLOWS_ANSWERS : State.SWALLOWS_REQUESTS);
                if (!lost) {
                    to.getOutputStream().write(bytes, 0, read);
                }
            }
        } catch (IOException | InterruptedException e) {
            // One of the two has gone, and takes the other along.
        }
        close(from);
        close(to);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
