package dev.rapport.realtime;

import dev.rapport.identity.Caller;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** One open socket of one user. Safe on any thread. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final String RESYNC = "{\"content\":\"resync\"}";

    private final WebSocketConnection socket;
    private final Caller caller;
    private final Outgoing outgoing;
    private final Instant openedAt;
    private volatile Instant lastPong;

    /** A socket for which at most {@code mostWaiting} different frames wait. */
    Connection(WebSocketConnection socket, Caller caller, int mostWaiting, Clock clock) {
        this.socket = socket;
        this.caller = caller;
        this.outgoing = new Outgoing(new Socket(socket), mostWaiting, clock);
        this.openedAt = clock.instant();
        this.lastPong = openedAt;
    }

    private record Socket(WebSocketConnection socket) implements Outgoing.Wire {
        @Override
        public Uni<Void> write(String frame) {
            return socket.sendText(frame)
                    .onFailure()
                    .invoke(failure -> LOG.debugf("A frame was not sent: %s", failure.getMessage()));
        }

        @Override
        public void close(CloseCode code) {
            // The peer need not answer: Farewell cuts it.
            socket.close(code.reason())
                    .subscribe()
                    .with(closed -> {}, failure -> LOG.debugf("A socket was closed already: %s", failure.getMessage()));
        }
    }

    Caller caller() {
        return caller;
    }

    String id() {
        return socket.id();
    }

    Instant openedAt() {
        return openedAt;
    }

    Instant lastPong() {
        return lastPong;
    }

    void ponged(Instant at) {
        lastPong = at;
    }

    /** Says that this connection is registered; always the first frame. */
    void ready() {
        outgoing.ready();
    }

    /**
     * Forwards a frame, once if it is told again before it could leave. Before {@code ready} it is dropped: the fetch that
     * {@code ready} asks for finds it. So it is after {@link #close}.
     */
    void tell(String json) {
        outgoing.tell(json);
    }

    /** Says that this replica may have missed something: fetch everything. */
    void resync() {
        tell(RESYNC);
    }

    /** Whether a frame has been on its way since before {@code deadline}. */
    boolean isStuckSince(Instant deadline) {
        return outgoing.isStuckSince(deadline);
    }

    /** Closes, at once and for good: nothing is told any more. It is in the registry until the socket has ended. */
    void close(CloseCode code) {
        outgoing.close(code);
    }

    boolean isClosing() {
        return outgoing.isClosing();
    }
}
