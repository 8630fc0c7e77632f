package dev.rapport.canary;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One of the two people: calls the API and listens at a socket. */
final class Person {
    static final ObjectMapper JSON = new ObjectMapper();

    static final String NEEDED = "The two people of the canary need valid tokens and a live assignment.";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI service;
    private final String token;
    private final String mark;
    private final String id;
    private final List<String> frames = new CopyOnWriteArrayList<>();

    /** {@code mark} is what this person's calls name themselves, where logs may print it. */
    Person(HttpClient http, URI service, String token, String mark) {
        this.http = http;
        this.service = service;
        this.token = token;
        this.mark = mark;
        this.id = subject(token);
    }

    private static String subject(String token) {
        try {
            var claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
            var subject = JSON.readTree(claims).path("sub").asText();
            if (!subject.isEmpty()) {
                return subject;
            }
        } catch (IOException | IllegalArgumentException e) {
            // Said below, without the token.
        }
        throw new IllegalArgumentException("A token of the canary has no claims with a sub.");
    }

    String id() {
        return id;
    }

    List<String> frames() {
        return frames;
    }

    /** The person's claims with a signature that does not hold: what a token for another service looks like. */
    String forgedToken() {
        var claims = token.substring(0, token.lastIndexOf('.') + 1);
        var signature = token.substring(claims.length());
        return claims + new StringBuilder(signature).reverse();
    }

    HttpResponse<byte[]> get(String path) {
        return call(request(path, token));
    }

    /** A call with a body; {@code headers} are names and values in turn. */
    HttpResponse<byte[]> call(String method, String path, String body, String... headers) {
        var request = request(path, token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return call(request);
    }

    /** A call that logs can tell from all others, by its path and by its id. */
    HttpResponse<byte[]> getMarked(String path, String ownMark) {
        return call(request(path, token).setHeader("X-Request-Id", ownMark));
    }

    /** A call with another token. */
    HttpResponse<byte[]> getAs(String otherToken, String path) {
        return call(request(path, otherToken));
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("User-Agent", mark)
                .header("X-Request-Id", mark)
                .header("Authorization", "Bearer " + bearer);
    }

    private HttpResponse<byte[]> call(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("The service does not answer at " + service + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Opens a socket as a program does. */
    WebSocket listen() {
        return listen(http.newWebSocketBuilder().header("Authorization", "Bearer " + token));
    }

    /** Opens a socket as a browser does, which can set no header: the token is in a sub-protocol. */
    WebSocket listenAsBrowser() {
        var carrier = URLEncoder.encode("quarkus-http-upgrade#Authorization#Bearer " + token, StandardCharsets.UTF_8);
        return listen(http.newWebSocketBuilder().subprotocols("bearer-token-carrier", carrier.replace("+", "%20")));
    }

    private WebSocket listen(WebSocket.Builder builder) {
        var address = URI.create(service.resolve("/ws").toString().replaceFirst("^http", "ws"));
        try {
            var socket = builder.header("User-Agent", mark)
                    .connectTimeout(PATIENCE)
                    .buildAsync(address, new Listener())
                    .join();
            if (!Await.until(PATIENCE, () -> !frames.isEmpty())) {
                throw new IllegalStateException("The socket at " + address + " does not say that it is ready.");
            }
            return socket;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new IllegalStateException(
                        "The socket at " + address + " was refused with "
                                + refused.getResponse().statusCode() + ". " + NEEDED,
                        e);
            }
            throw new IllegalStateException("The service does not answer at " + address + ": " + e.getCause(), e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IllegalStateException("The service at " + answer.uri() + " answers with no JSON.", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            frames.add("closed with " + statusCode + " " + reason);
            return null;
        }
    }
}
