package dev.rapport.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The outgoing channel: durable sends to the multicast address. */
@ApplicationScoped
class NotificationPublisher {
    private static final int BUFFER = 1024;

    private final Emitter<String> channel;

    NotificationPublisher(
            @Channel("notifications-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<String> channel) {
        this.channel = channel;
    }

    /** Completes when the broker has accepted all; not safe for concurrent use. */
    CompletableFuture<Void> publish(List<Notification> notifications) {
        return CompletableFuture.allOf(notifications.stream()
                .map(notification -> channel.send(notification.toJson()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }
}
