package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real socket; keeps every frame, and how it was closed. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
    /** What says that notifications may have been missed. */
    public static final String RESYNC = "{\"content\":\"resync\"}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private TestSocket() {}

    /** Opens with these headers, names and values in turn; fails with {@link Refused}. */
    public static TestSocket open(URI base, String... headers) {
        var builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return open(base, builder);
    }

    /** Opens with an origin and one carrier beside the sub-protocol of the contract. */
    public static TestSocket openWithCarrier(URI base, String origin, String carrier) {
        return open(
                base,
                HTTP.newWebSocketBuilder().header("Origin", origin).subprotocols("bearer-token-carrier", carrier));
    }

    private static TestSocket open(URI base, WebSocket.Builder builder) {
        var listener = new TestSocket();
        var address = URI.create("ws://" + base.getAuthority() + "/ws");
        try {
            listener.socket = builder.buildAsync(address, listener).join();
            return listener;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** The server did not upgrade. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status) {
            super("refused with " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.incrementAndGet();
        return WebSocket.Listener.super.onPing(webSocket, message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    /** Waits for the first frame, which is always {@code ready}. */
    public TestSocket ready() {
        await().atMost(PATIENCE).until(() -> !frames.isEmpty());
        assertThat(frames.getFirst()).isEqualTo("{\"content\":\"ready\"}");
        return this;
    }

    /**
     * What was heard after {@code ready}, without the news of an assignment or of people that a test has just made, and
     * without {@code resync}, which may come at any time.
     */
    public List<String> heard() {
        return frames.stream()
                .skip(1)
                .filter(frame -> !frame.contains("\"content\":\"assignment\"")
                        && !frame.contains("\"content\":\"presence\"")
                        && !frame.equals(RESYNC))
                .toList();
    }

    /** Every frame so far, {@code ready} among them. */
    public List<String> frames() {
        return List.copyOf(frames);
    }

    /** Waits for this frame. */
    public void awaitFrame(String json) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(frames).contains(json));
    }

    /** How often the server has asked for a sign of life. */
    public int pings() {
        return pings.get();
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public void say(String text) {
        socket.sendText(text, true);
    }

    /** Waits for the close and answers its code. */
    public int closeCode(Duration patience) {
        try {
            return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still open after " + patience, e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes with the code of the close, at that moment. */
    public CompletableFuture<Integer> whenClosed() {
        return closed.copy();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    /** The wire form of a notification. */
    public static String notification(String userId, String sender, String kind) {
        return "{\"user-id\":\"" + userId + "\",\"sender\":\"" + sender + "\",\"content\":\"" + kind + "\"}";
    }
}
