package dev.rapport.realtime;

import dev.rapport.identity.Caller;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;

/** The socket: registers, says ready, forgets. It listens to nothing but pongs. */
@WebSocket(path = "/ws")
@Authenticated
class NotificationSocket {
    private final ConnectionRegistry registry;
    private final Drain drain;
    private final SecurityIdentity identity;
    private final RealtimeConfig config;
    private final Clock clock;

    NotificationSocket(
            ConnectionRegistry registry, Drain drain, SecurityIdentity identity, RealtimeConfig config, Clock clock) {
        this.registry = registry;
        this.drain = drain;
        this.identity = identity;
        this.config = config;
        this.clock = clock;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket) {
        var caller = Caller.of(identity).orElseThrow();
        var connection = new Connection(socket, caller, config.mostWaiting(), clock);
        registry.add(connection);
        connection.ready();
        registry.beyond(caller.id(), config.connectionsPerUser()).forEach(oldest -> oldest.close(CloseCode.REPLACED));
        if (drain.isUnderWay()) {
            // Its handshake began before the drain, which may have been through with the registry.
            connection.close(CloseCode.RESTARTING);
        }
    }

    @OnPongMessage
    @NonBlocking
    void ponged(WebSocketConnection socket, Buffer payload) {
        registry.find(socket.id()).ifPresent(connection -> connection.ponged(clock.instant()));
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection socket) {
        registry.remove(socket.id());
    }
}
