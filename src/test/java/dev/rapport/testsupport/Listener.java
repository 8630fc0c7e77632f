package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A port of an attacker's, which the application is to be lured to call. */
public final class Listener implements AutoCloseable {
    private final ServerSocket port;
    private final AtomicInteger calls = new AtomicInteger();

    public Listener() {
        try {
            port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::count);
    }

    private void count() {
        try {
            while (true) {
                port.accept().close();
                calls.incrementAndGet();
            }
        } catch (IOException e) {
            // The test is over and has closed it.
        }
    }

    public String address() {
        return "http://127.0.0.1:" + port.getLocalPort();
    }

    /** Nobody but this call itself, which shows that the silence before it means something. */
    public void assertNobodyCalled() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port.getLocalPort()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> calls.get() > 0);
        assertThat(calls).hasValue(1);
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
