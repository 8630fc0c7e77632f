package dev.rapport.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP link that can be broken. Clients connect to {@link #port()}; what they send goes to the target, and what it answers
 * comes back, as the mode says. Each direction of a connection has a virtual thread.
 */
public final class Proxy implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    /** What becomes of bytes. A connection that lost some is cut when the mode changes again: TCP would have sent them anew. */
    public enum Mode {
        PASS,
        /** Reads nothing any more: both sides fill up and wait. Nothing is lost. */
        HALT,
        /** Takes everything and forwards nothing. */
        BLACKHOLE,
        /** Half: the target hears its clients, they do not hear the target. */
        LOSE_ANSWERS,
        /** The other half. */
        LOSE_REQUESTS,
        /** Resets whoever connects. */
        REFUSE
    }

    /** What to do with a connection once these bytes of its client have been seen. */
    public enum Verdict {
        PASS,
        /** Forward them, then reset the connection in place of the first byte of the answer. */
        LOSE_ANSWER,
        /** Neither forward them nor anything after them. */
        HOLD
    }

    /** Reads along with one client; each connection has its own. */
    @FunctionalInterface
    public interface Inspector {
        Verdict see(byte[] bytes, int count);
    }

    private final ServerSocket port;
    private final Supplier<Inspector> inspectors;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;

    public Proxy(int target) {
        this(target, () -> (bytes, count) -> Verdict.PASS);
    }

    public Proxy(int target, Supplier<Inspector> inspectors) {
        this.target = target;
        this.inspectors = inspectors;
        try {
            port = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return port.getLocalPort();
    }

    /** Where connections from now on lead. */
    public void target(int newTarget) {
        target = newTarget;
    }

    public synchronized void mode(Mode newMode) {
        mode = newMode;
        links.stream().filter(link -> link.lostBytes).forEach(Link::cut);
        notifyAll();
    }

    /** How much longer each chunk takes, in each direction. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    /** Resets all connections; new ones are as the mode says. */
    public void cut() {
        links.forEach(Link::cut);
    }

    /** Resets the connections that have been silent in both directions for so long, as proxies on the way do. */
    public void cutIdle(Duration silence) {
        links.stream()
                .filter(link -> System.nanoTime() - link.lastByte > silence.toNanos())
                .forEach(Link::cut);
    }

    /** How many connections are open. */
    public int connections() {
        return links.size();
    }

    private void accept() {
        try {
            while (true) {
                var near = port.accept();
                if (mode == Mode.REFUSE) {
                    reset(near);
                } else {
                    Thread.ofVirtual().start(() -> open(near));
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void open(Socket near) {
        Socket far = null;
        try {
            near.setTcpNoDelay(true);
            if (mode != Mode.BLACKHOLE) {
                far = new Socket(InetAddress.getLoopbackAddress(), target);
                far.setTcpNoDelay(true);
            }
        } catch (IOException e) {
            reset(near);
            return;
        }
        var link = new Link(near, far, inspectors.get());
        links.add(link);
        Thread.ofVirtual().start(link::requests);
        if (far != null) {
            Thread.ofVirtual().start(link::answers);
        }
    }

    private synchronized void awaitGate(Link link) throws InterruptedException {
        while ((mode == Mode.HALT || link.held) && links.contains(link)) {
            wait();
        }
    }

    /** With the mode in one step, so that a change of it misses no connection that lost something. */
    private synchronized boolean swallows(Link link, Mode losing) {
        if (link.far == null || mode == Mode.BLACKHOLE || mode == losing) {
            link.lostBytes = true;
            return true;
        }
        return false;
    }

    private static void reset(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        try {
            // With this a close sends RST.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    /** One client's connection and the one to the target. */
    private final class Link {
        private final Socket near;
        private final @Nullable Socket far;
        private final Inspector inspector;
        private volatile boolean lostBytes;
        private volatile boolean losesAnswer;
        private volatile boolean held;
        private final AtomicInteger ends = new AtomicInteger();
        private volatile long lastByte = System.nanoTime();

        Link(Socket near, @Nullable Socket far, Inspector inspector) {
            this.near = near;
            this.far = far;
            this.inspector = inspector;
        }

        void requests() {
            pump(near, far, Mode.LOSE_REQUESTS);
        }

        void answers() {
            pump(far, near, Mode.LOSE_ANSWERS);
        }

        private void pump(@Nullable Socket from, @Nullable Socket to, Mode losing) {
            var bytes = new byte[CHUNK];
            try {
                awaitGate(this);
                for (var count = from.getInputStream().read(bytes);
                        count >= 0;
                        count = from.getInputStream().read(bytes)) {
                    lastByte = System.nanoTime();
                    if (!delay.isZero()) {
                        LockSupport.parkNanos(delay.toNanos());
                    }
                    awaitGate(this);
                    if (!swallows(this, losing) && to != null) {
                        forward(bytes, count, from, to);
                    }
                    awaitGate(this);
                }
                ended(to);
            } catch (IOException e) {
                cut();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void forward(byte[] bytes, int count, Socket from, Socket to) throws IOException, InterruptedException {
            if (from == near ? mayAsk(bytes, count) : mayAnswer()) {
                to.getOutputStream().write(bytes, 0, count);
            }
        }

        private boolean mayAsk(byte[] bytes, int count) throws InterruptedException {
            switch (inspector.see(bytes, count)) {
                case PASS -> {}
                case LOSE_ANSWER -> losesAnswer = true;
                case HOLD -> {
                    held = true;
                    awaitGate(this);
                    return false;
                }
            }
            return true;
        }

        private boolean mayAnswer() {
            if (losesAnswer) {
                cut();
            }
            return !losesAnswer;
        }

        /** One side has said all it had to say; the other may go on. */
        private void ended(@Nullable Socket to) throws IOException {
            if (to == null || far == null) {
                cut();
                return;
            }
            to.shutdownOutput();
            if (ends.incrementAndGet() == 2) {
                links.remove(this);
                near.close();
                far.close();
            }
        }

        void cut() {
            links.remove(this);
            reset(near);
            reset(far);
            synchronized (Proxy.this) {
                Proxy.this.notifyAll();
            }
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
