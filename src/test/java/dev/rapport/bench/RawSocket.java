package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A socket that costs the load next to nothing, so that it can have thousands: reads the frames that the service writes,
 * which are short and not masked, and answers pings. Belongs to the event loop.
 */
final class RawSocket {
    private static final String READY = "{\"content\":\"ready\"}";
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int LONGER = 126;

    private final NetSocket socket;
    private final Consumer<String> heard;
    private final Promise<RawSocket> ready = Promise.promise();
    private Buffer rest = Buffer.buffer();
    private boolean isUpgraded;
    private boolean isOpen = true;

    private RawSocket(NetSocket socket, Consumer<String> heard) {
        this.socket = socket;
        this.heard = heard;
    }

    /** For connections that end with a reset, as when the network between has gone. */
    static NetClient net(Vertx vertx) {
        return vertx.createNetClient(new NetClientOptions().setSoLinger(0).setTcpNoDelay(true));
    }

    /** Completes when the socket is ready; {@code heard} takes what comes after. */
    static Future<RawSocket> open(NetClient net, URI url, String token, Consumer<String> heard) {
        return net.connect(url.getPort(), url.getHost())
                .compose(socket -> new RawSocket(socket, heard).upgrade(url, token));
    }

    private Future<RawSocket> upgrade(URI url, String token) {
        socket.handler(this::received);
        socket.closeHandler(closed -> {
            isOpen = false;
            ready.tryFail("the socket was closed");
        });
        socket.exceptionHandler(ready::tryFail);
        socket.write("GET /ws HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        return ready.future();
    }

    /** Without a word: the service gets a reset. */
    void cut() {
        socket.close();
    }

    boolean isOpen() {
        return isOpen;
    }

    private void received(Buffer bytes) {
        rest = rest.length() == 0 ? bytes : rest.appendBuffer(bytes);
        var taken = isUpgraded ? 0 : head();
        if (isUpgraded) {
            for (var end = frame(taken); end > taken; end = frame(taken)) {
                taken = end;
            }
        }
        rest = taken == rest.length() ? Buffer.buffer() : rest.getBuffer(taken, rest.length());
    }

    private int head() {
        var text = rest.toString(StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        isUpgraded = text.startsWith("HTTP/1.1 101");
        if (!isUpgraded) {
            ready.tryFail("the socket was refused: " + text.lines().findFirst().orElse(""));
            cut();
        }
        return end + END_OF_HEAD.length;
    }

    /** Takes the frame that begins at {@code begin}, and answers where it ends; {@code begin} when it is not all there. */
    private int frame(int begin) {
        if (rest.length() < begin + 2) {
            return begin;
        }
        int length = rest.getByte(begin + 1);
        var payload = begin + 2;
        if (length == LONGER) {
            if (rest.length() < begin + 4) {
                return begin;
            }
            length = rest.getUnsignedShort(begin + 2);
            payload = begin + 4;
        }
        var end = payload + length;
        if (rest.length() < end) {
            return begin;
        }
        take(rest.getByte(begin) & 0x0f, rest.getBuffer(payload, end));
        return end;
    }

    private void take(int kind, Buffer payload) {
        if (kind == PING) {
            // Masked, as a client must; a mask of zeros changes nothing.
            socket.write(Buffer.buffer()
                    .appendByte((byte) 0x8a)
                    .appendByte((byte) (0x80 | payload.length()))
                    .appendInt(0)
                    .appendBuffer(payload));
        } else if (kind == TEXT) {
            var text = payload.toString();
            if (!text.equals(READY) || !ready.tryComplete(this)) {
                heard.accept(text);
            }
        }
    }
}
