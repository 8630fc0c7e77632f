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
    private final SecurityIdentity identity;
    private final Clock clock;

    NotificationSocket(ConnectionRegistry registry, SecurityIdentity identity, Clock clock) {
        this.registry = registry;
        this.identity = identity;
        this.clock = clock;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket) {
        var connection = new Connection(socket, Caller.of(identity).orElseThrow(), clock.instant());
        registry.add(connection);
        connection.ready();
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
