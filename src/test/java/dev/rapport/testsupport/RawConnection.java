package dev.rapport.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bytes to and from the server, for what no client library would send. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean isClosed;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    public static RawConnection to(URI base) {
        try {
            return new RawConnection(new Socket(base.getHost(), base.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection whose peer can send next to nothing until it is read from. */
    public static RawConnection withSmallWindow(URI base) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(1024);
            socket.connect(new java.net.InetSocketAddress(base.getHost(), base.getPort()));
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends these characters, one byte each; tells whether the connection took them. */
    public boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public boolean send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            isClosed = true;
            return false;
        }
    }

    /** Reads for at most {@code patience}, or until the server closes; answers whether it has. */
    public boolean isClosedWithin(Duration patience) {
        read(patience, Integer.MAX_VALUE);
        return isClosed;
    }

    /** Everything read so far, and until {@code patience} is over or the server closes. */
    public String received(Duration patience) {
        read(patience, Integer.MAX_VALUE);
        return text();
    }

    /** Reads until at least {@code count} bytes are there. */
    public byte[] atLeast(int count, Duration patience) {
        read(patience, count);
        return received.toByteArray();
    }

    /** Reads until the head of an answer is there, and answers its status; 0 when the connection ended without one. */
    public int status(Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (!text().contains("\r\n\r\n") && !isClosed && System.nanoTime() < end) {
            read(Duration.ofMillis(50), received.size() + 1);
        }
        return text().startsWith("HTTP/") ? Integer.parseInt(text().substring(9, 12)) : 0;
    }

    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private void read(Duration patience, int enough) {
        var end = System.nanoTime() + patience.toNanos();
        var bytes = new byte[8192];
        try {
            while (!isClosed && received.size() < enough && System.nanoTime() < end) {
                socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    isClosed = true;
                } else {
                    received.write(bytes, 0, count);
                }
            }
        } catch (SocketTimeoutException e) {
            // Nothing more came in time; what has come is kept.
        } catch (SocketException e) {
            isClosed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
