package dev.rapport.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that end in time whatever the other side does. */
final class Http {
    /** Longer than the ten seconds in which the service answers that it cannot. */
    static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private Http() {}

    /** The socket was not upgraded. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refused(Reply reply) {
            super("refused with " + reply.status());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    static Reply call(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = get(CLIENT.sendAsync(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()));
        return new Reply(response.statusCode(), response.body(), retryAfter(response));
    }

    static WebSocket open(URI base, String token, WebSocket.Listener listener)
            throws IOException, InterruptedException {
        return get(CLIENT.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://" + base.getAuthority() + "/ws"), listener));
    }

    private static String retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").orElse("");
    }

    private static <T> T get(CompletableFuture<T> call) throws IOException, InterruptedException {
        try {
            return call.get(PATIENCE.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                // The client keeps the body of such an answer to itself.
                var response = refused.getResponse();
                throw new Refused(
                        new Reply(response.statusCode(), "urn:rapport:problem:(not seen)", retryAfter(response)));
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }
}
