package dev.rapport.realtime;

import dev.rapport.identity.Caller;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Instant;
import org.jboss.logging.Logger;

/** One open socket of one user. Safe on any thread. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);

    private final WebSocketConnection socket;
    private final Caller caller;
    private volatile Instant lastPong;

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

    void tell(String json) {
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
