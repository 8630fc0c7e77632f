package dev.rapport.testsupport;

import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpConnection;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpReceiverOptions;
import io.vertx.amqp.AmqpSenderOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Another program at the broker: hears every notification, and can publish what it likes. */
public final class BrokerClient implements AutoCloseable {
    private static final String ADDRESS = "rapport.notifications";

    private final Vertx vertx = Vertx.vertx();
    private final AmqpConnection connection;
    private final List<AmqpMessage> heard = new CopyOnWriteArrayList<>();

    public BrokerClient(int port) {
        this(port, ADDRESS);
    }

    /** Hears this address instead. */
    public BrokerClient(int port, String address) {
        var client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("127.0.0.1").setPort(port));
        connection = join(client.connect());
        var topic = new AmqpReceiverOptions().addCapability("topic");
        join(connection.createReceiver(address, topic).onSuccess(receiver -> receiver.handler(heard::add)));
    }

    /** The bodies heard so far. */
    public List<String> bodies() {
        return heard.stream().map(AmqpMessage::bodyAsString).toList();
    }

    /** Everything the messages held: headers, annotations, properties and bodies. */
    public List<String> wholes() {
        return heard.stream().map(message -> message.unwrap().toString()).toList();
    }

    public List<AmqpMessage> messages() {
        return List.copyOf(heard);
    }

    public void publish(String body) {
        publish(AmqpMessage.create().withBody(body).build());
    }

    public void publishBinary(byte[] body) {
        publish(AmqpMessage.create().withBufferAsBody(Buffer.buffer(body)).build());
    }

    public void publish(AmqpMessage message) {
        var topic = new AmqpSenderOptions().setCapabilities(List.of("topic"));
        var sender = join(connection.createSender(ADDRESS, topic));
        join(sender.sendWithAck(message));
        join(sender.close());
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        join(vertx.close());
    }
}
