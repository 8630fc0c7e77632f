package dev.rapport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RawSocketTest {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Buffer> answers = new LinkedBlockingQueue<>();

    @Test
    void open_framesAreHeardHoweverTheyArrive() throws Exception {
        var longer = "x".repeat(300);
        var bytes = Buffer.buffer(SWITCHING)
                .appendBuffer(frame(0x81, "{\"content\":\"ready\"}"))
                .appendBuffer(frame(0x81, "first"))
                .appendBuffer(frame(0x89, "ping"))
                .appendBuffer(frame(0x81, longer));
        try (var loop = new Loop()) {
            var server = serve(loop, bytes);

            var socket = loop.await(() -> RawSocket.open(RawSocket.net(loop.vertx()), server, "token", heard::add));

            assertThat(next(heard)).isEqualTo("first");
            assertThat(next(heard)).isEqualTo(longer);
            assertThat(next(answers))
                    .isEqualTo(Buffer.buffer(new byte[] {(byte) 0x8a, (byte) 0x84, 0, 0, 0, 0})
                            .appendString("ping"));
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void open_aRefusalFails() throws Exception {
        try (var loop = new Loop()) {
            var server = serve(loop, Buffer.buffer("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"));

            assertThatThrownBy(() ->
                            loop.await(() -> RawSocket.open(RawSocket.net(loop.vertx()), server, "token", heard::add)))
                    .hasMessageContaining("503");
        }
    }

    /** Answers the first bytes with these, one at a time, and keeps what comes after. */
    private URI serve(Loop loop, Buffer bytes) throws Exception {
        var server = loop.await(() -> {
            NetServer listening = loop.vertx().createNetServer();
            return listening
                    .connectHandler(socket -> socket.handler(request -> answer(socket, bytes)))
                    .listen(0, "127.0.0.1");
        });
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private void answer(NetSocket socket, Buffer bytes) {
        socket.handler(answers::add);
        for (var i = 0; i < bytes.length(); i++) {
            socket.write(bytes.getBuffer(i, i + 1));
        }
    }

    private static Buffer frame(int head, String text) {
        var frame = Buffer.buffer().appendUnsignedByte((short) head);
        return (text.length() < 126
                        ? frame.appendByte((byte) text.length())
                        : frame.appendByte((byte) 126).appendUnsignedShort(text.length()))
                .appendString(text);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return queue.poll(5, TimeUnit.SECONDS);
    }
}
