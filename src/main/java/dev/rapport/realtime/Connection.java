package dev.rapport.realtime;

import dev.rapport.identity.Caller;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Instant;
import org.jboss.logging.Logger;

/** One open socket of one user. Safe on any thread. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final String READY = "{\"content\":\"ready\"}";

    private final WebSocketConnection socket;
    private final Caller caller;
    private volatile Instant lastPong;
    private boolean ready;

    Connection(WebSocketConnection socket, Caller caller, Instant openedAt) {
        this.socket = socket;
        this.caller = caller;
        this.lastPong = openedAt;
    }

    Caller caller() {
        return caller;
    }

    String id() {
        return socket.id();
    }

    Instant lastPong() {
        return lastPong;
    }

    void ponged(Instant at) {
        lastPong = at;
    }

    /** Says that this connection is registered; always the first frame. */
    synchronized void ready() {
        send(READY);
        ready = true;
    }

    /** Forwards a notification. Before {@code ready} it is dropped: the fetch that {@code ready} asks for finds it. */
    synchronized void tell(String json) {
        if (ready) {
            send(json);
        }
    }

    private void send(String json) {
        socket.sendText(json)
                .subscribe()
                .with(sent -> {}, failure -> LOG.debugf("A frame was not sent: %s", failure.getMessage()));
    }

    void close(CloseCode code) {
        socket.close(code.reason())
                .subscribe()
                .with(closed -> {}, failure -> LOG.debugf("A socket was closed already: %s", failure.getMessage()));
    }
}
