package dev.rapport.realtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An upgrade request written by hand, for what no client library would send; it never answers a ping. */
final class RawHandshake implements AutoCloseable {
    private static final int OPCODE_OF_CLOSE = 0x88;

    private final Socket socket;
    private final int status;

    private RawHandshake(Socket socket, int status) {
        this.socket = socket;
        this.status = status;
    }

    static RawHandshake with(URI base, String... headers) {
        try {
            var socket = new Socket(base.getHost(), base.getPort());
            var request = "GET /ws HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                    + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return new RawHandshake(socket, Integer.parseInt(line.substring(9, 12)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return status;
    }

    /** Reads on, and tells whether a close frame or the end of the stream has come. */
    boolean isClosedByServer() throws IOException {
        socket.setSoTimeout(100);
        try {
            int octet = socket.getInputStream().read();
            while (octet != -1 && octet != OPCODE_OF_CLOSE) {
                octet = socket.getInputStream().read();
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
