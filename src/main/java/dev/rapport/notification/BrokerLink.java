package dev.rapport.notification;

import dev.rapport.trace.Traces;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpConnection;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpMessageBuilder;
import io.vertx.amqp.AmqpReceiver;
import io.vertx.amqp.AmqpReceiverOptions;
import io.vertx.amqp.AmqpSender;
import io.vertx.amqp.AmqpSenderOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.proton.ProtonQoS;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to the broker, which sends to both addresses and hears both. Whatever fails on it ends the whole, and
 * {@link Broker} makes the next one. On its event loop, except {@link #publish}.
 */
final class BrokerLink {
    private static final String NOTIFICATIONS = "rapport.notifications";
    private static final String BEACON = "rapport.beacon";

    /** Multicast: with an anycast queue each notification would reach one replica only. */
    private static final String MULTICAST = "topic";

    private static final String UNCONFIRMED = ProtonQoS.AT_MOST_ONCE.name();

    private static final int MISSED_BEACONS = 3;

    private static final int MOST_HINTS = 20_000;

    private final AmqpConnection connection;
    private final Promise<Void> end;
    private final CompletableFuture<Void> ended;
    private final AmqpSender notifications;
    private final AmqpSender beacons;
    private final Deque<String> hints = new ArrayDeque<>();
    private boolean beaconUnderWay;
    private int unheard;

    private BrokerLink(AmqpConnection connection, Promise<Void> end, AmqpSender notifications, AmqpSender beacons) {
        this.connection = connection;
        this.end = end;
        this.ended = end.future().toCompletionStage().toCompletableFuture();
        this.notifications = notifications;
        this.beacons = beacons;
        notifications.drainHandler(more -> sendHints());
    }

    /** Hears before it sends, so that the first beacon can come back. */
    static Future<BrokerLink> open(
            AmqpClient client, Handler<AmqpMessage> notifications, Handler<AmqpMessage> beacons) {
        return client.connect().compose(connection -> {
            Promise<Void> end = Promise.promise();
            connection.exceptionHandler(end::tryFail);
            connection.closeFuture().onComplete(closed -> end.tryFail("the connection was closed"));
            return hear(connection, NOTIFICATIONS, notifications, end)
                    .compose(heard -> hear(connection, BEACON, beacons, end))
                    .compose(heard -> sender(connection, NOTIFICATIONS, end))
                    .compose(toNotifications -> sender(connection, BEACON, end)
                            .map(toBeacon -> new BrokerLink(connection, end, toNotifications, toBeacon)))
                    .onFailure(failure -> disconnect(connection));
        });
    }

    /**
     * A volatile subscription: what comes while nobody listens is not kept. Nor is what is lost with a link that ends, so
     * the broker need not hear of each message that it arrived.
     */
    private static Future<AmqpReceiver> hear(
            AmqpConnection connection, String address, Handler<AmqpMessage> handler, Promise<Void> end) {
        return connection
                .createReceiver(
                        address,
                        new AmqpReceiverOptions().addCapability(MULTICAST).setQos(UNCONFIRMED))
                .onSuccess(receiver -> receiver.exceptionHandler(end::tryFail).handler(handler));
    }

    private static Future<AmqpSender> sender(AmqpConnection connection, String address, Promise<Void> end) {
        return connection
                .createSender(address, new AmqpSenderOptions().addCapability(MULTICAST))
                .onSuccess(sender -> sender.exceptionHandler(end::tryFail));
    }

    /** Fails when this link has ended, and why. */
    Future<Void> end() {
        return end.future();
    }

    /**
     * Completes when the broker has accepted all; fails when it refuses one. The client never answers for what was sent on a
     * connection that died: then it fails with the link. Safe on any thread.
     */
    CompletableFuture<Object> publish(List<Waiting> waiting) {
        var accepted = Future.all(waiting.stream()
                .map(BrokerLink::message)
                .map(notifications::sendWithAck)
                .toList());
        return CompletableFuture.anyOf(accepted.toCompletionStage().toCompletableFuture(), ended);
    }

    /**
     * Sends it when the broker takes it: at once, but for a coach of thousands, of whose hints it takes a thousand and asks
     * for more. Presence waits for that, up to a number that keeps the memory bounded; typing, which would have ended by
     * then, does not. What still waits when the link ends is never sent.
     */
    void hint(Notification hint) {
        var isOfThisMoment = hint.kind() == NotificationKind.TYPING;
        if (isOfThisMoment ? !notifications.writeQueueFull() : hints.size() < MOST_HINTS) {
            hints.add(hint.toJson());
        }
        sendHints();
    }

    private void sendHints() {
        while (!hints.isEmpty() && !notifications.writeQueueFull()) {
            var _ = notifications.sendWithAck(message(hints.removeFirst()).build());
        }
    }

    /** Sends a beacon, if the broker has taken the last; ends the link when three in turn have not come back. */
    void beacon(String id) {
        if (unheard++ >= MISSED_BEACONS) {
            drop("the broker does not send back what it is sent");
        } else if (!beaconUnderWay) {
            beaconUnderWay = true;
            beacons.sendWithAck(message(id).build()).onComplete(accepted -> beaconUnderWay = false);
        }
    }

    /** A beacon of this replica came back. */
    void heardBeacon() {
        unheard = 0;
    }

    /** The body is the contract's and says no more; time and trace are beside it, for who wants to know how long it took. */
    private static AmqpMessage message(Waiting waiting) {
        var message = message(waiting.notification().toJson())
                .durable(true)
                .creationTime(waiting.since().toEpochMilli());
        var traceparent = waiting.traceparent();
        if (traceparent != null) {
            message.applicationProperties(JsonObject.of(Traces.TRACEPARENT, traceparent));
        }
        return message.build();
    }

    private static AmqpMessageBuilder message(String body) {
        return AmqpMessage.create().withBody(body);
    }

    /** Ends it at once, without a word to a broker that may not listen. */
    void drop(String reason) {
        end.tryFail(reason);
        disconnect(connection);
    }

    /** Ends it as a client should. */
    void close() {
        connection.close();
    }

    private static void disconnect(AmqpConnection connection) {
        var transport = connection.unwrap();
        if (transport != null) {
            transport.disconnect();
        }
    }
}
