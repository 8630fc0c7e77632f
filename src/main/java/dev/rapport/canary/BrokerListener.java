package dev.rapport.canary;

import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpReceiverOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.proton.codec.DroppingWritableBuffer;

/** One more subscriber of the notifications: hears what every replica hears. */
final class BrokerListener implements AutoCloseable {
    static final String ADDRESS = "rapport.notifications";

    private static final int PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();

    /** Listens from now on, volatile and multicast; what is there to hear is nobody's loss. */
    BrokerListener(Target.Broker broker) throws ExecutionException, TimeoutException {
        try {
            var options = new AmqpClientOptions()
                    .setHost(broker.host())
                    .setPort(broker.port())
                    .setSsl(broker.isTls());
            broker.user().ifPresent(options::setUsername);
            broker.password().ifPresent(options::setPassword);
            var connection = await(AmqpClient.create(vertx, options).connect());
            var topic = new AmqpReceiverOptions().addCapability("topic");
            var receiver = await(connection.createReceiver(ADDRESS, topic));
            receiver.handler(message -> messages.add(whole(message)));
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw e;
        }
    }

    /** Every section as it is on the wire: header, annotations, properties, application properties, body, footer. */
    private static byte[] whole(AmqpMessage received) {
        var message = received.unwrap();
        var bytes = new byte[message.encode(new DroppingWritableBuffer())];
        message.encode(bytes, 0, bytes.length);
        return bytes;
    }

    /** How many messages hold this. */
    long count(String part) {
        return messages.stream()
                .filter(message -> new String(message, StandardCharsets.ISO_8859_1).contains(part))
                .count();
    }

    byte[] heard() {
        var all = new ByteArrayOutputStream();
        messages.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static <T> T await(Future<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** A listener, or why there is none. */
    static Optional<BrokerListener> at(Optional<Target.Broker> broker, List<String> unheard) {
        if (broker.isEmpty()) {
            unheard.add("AMQP messages: AMQP_HOST is not set");
            return Optional.empty();
        }
        try {
            return Optional.of(new BrokerListener(broker.get()));
        } catch (ExecutionException | TimeoutException e) {
            unheard.add("AMQP messages: the broker at " + broker.get() + " did not let the probe listen: " + e);
            return Optional.empty();
        }
    }
}
