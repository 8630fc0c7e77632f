package dev.rapport.realtime;

import dev.rapport.testsupport.RawConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An upgrade request and frames written by hand, for what no client library would send; it never answers a ping. */
final class RawHandshake implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MASKED = 0x80;
    private static final int LENGTH_OF_16_BITS = 126;

    private final RawConnection connection;
    private final int status;

    private RawHandshake(RawConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    static RawHandshake with(URI base, String... headers) {
        return at("/ws", base, headers);
    }

    /** At another address. */
    static RawHandshake at(String path, URI base, String... headers) {
        return over(RawConnection.to(base), path, base, headers);
    }

    /** A peer that can be sent next to nothing until it reads. */
    static RawHandshake withSmallWindow(URI base, String... headers) {
        return over(RawConnection.withSmallWindow(base), "/ws", base, headers);
    }

    private static RawHandshake over(RawConnection connection, String path, URI base, String... headers) {
        connection.send("GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n");
        return new RawHandshake(connection, connection.status(PATIENCE));
    }

    int status() {
        return status;
    }

    /** The answer to the handshake, and every frame so far. */
    String received() {
        return connection.received(Duration.ofMillis(50));
    }

    /** A frame as a client has to mask it, by zeros; {@code first} is the octet of FIN, RSV and opcode. */
    static byte[] frame(int first, byte... payload) {
        var isLong = payload.length >= LENGTH_OF_16_BITS;
        var frame = new byte[(isLong ? 8 : 6) + payload.length];
        frame[0] = (byte) first;
        frame[1] = (byte) (MASKED | (isLong ? LENGTH_OF_16_BITS : payload.length));
        if (isLong) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    boolean send(byte... bytes) {
        return connection.send(bytes);
    }

    boolean isClosedWithin(Duration patience) {
        return connection.isClosedWithin(patience);
    }

    /** The code of the close frame that has come, or 1006 when there is none. */
    int closeCode() {
        var bytes = received().getBytes(StandardCharsets.ISO_8859_1);
        var next = 0;
        for (int i = received().indexOf("\r\n\r\n") + 4; i < bytes.length; i = next) {
            if ((bytes[i] & 0x0f) == 0x08) {
                return bytes[i + 1] < 2 ? 1005 : ((bytes[i + 2] & 0xff) << 8) | (bytes[i + 3] & 0xff);
            }
            // A notification of two long ids has its length in 16 bits.
            next = i
                    + (bytes[i + 1] < LENGTH_OF_16_BITS
                            ? 2 + bytes[i + 1]
                            : 4 + (((bytes[i + 2] & 0xff) << 8) | (bytes[i + 3] & 0xff)));
        }
        return 1006;
    }

    @Override
    public void close() {
        connection.close();
    }
}
