package dev.rapport.faults;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of a crowd, who comes back as the page does: full jitter from one second on. Belongs to one event loop. */
final class StormPerson {
    private static final int FLOOR_MILLIS = 1_000;
    private static final int CEILING_MILLIS = 30_000;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Vertx vertx;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final String id;
    private final String authorization;
    private final String messages;
    private final Supplier<URI> replica;
    private final Set<String> texts = new HashSet<>();
    private @Nullable WebSocket socket;
    private long cursor;
    private long servedAt;
    private int attempt;
    private boolean unserved;
    private boolean fetching;
    private boolean toldAgain;

    /** {@code replica} is where a balancer would lead. */
    StormPerson(
            Vertx vertx,
            HttpClient http,
            WebSocketClient sockets,
            String id,
            String token,
            String peer,
            Supplier<URI> replica) {
        this.vertx = vertx;
        this.http = http;
        this.sockets = sockets;
        this.id = id;
        this.authorization = "Bearer " + token;
        this.messages = "/api/v1/conversations/" + peer + "/messages";
        this.replica = replica;
    }

    /** When the last fetch after a {@code ready} was done; 0 while it is not. */
    long servedAt() {
        return servedAt;
    }

    boolean has(String text) {
        return texts.contains(text);
    }

    /** Opens a socket in place of the one there is. */
    void connect() {
        var old = socket;
        socket = null;
        lost();
        if (old != null) {
            old.close();
        }
        var url = replica.get();
        // With its handlers before it connects: ready may come in the same packet as the upgrade.
        var opening = sockets.webSocket();
        opening.textMessageHandler(this::heard);
        opening.closeHandler(closed -> closed(opening));
        opening.connect(new WebSocketConnectOptions()
                        .setHost(url.getHost())
                        .setPort(url.getPort())
                        .setURI("/ws")
                        .setTimeout(TIMEOUT_MILLIS)
                        // A program, not a page: the service would look for the origin in its list.
                        .setAllowOriginHeader(false)
                        .putHeader("Authorization", authorization))
                .onSuccess(open -> socket = opening)
                .onFailure(refused -> comeBack());
    }

    private void closed(WebSocket closed) {
        if (socket == closed) {
            socket = null;
            lost();
            comeBack();
        }
    }

    private void lost() {
        servedAt = 0;
        unserved = false;
    }

    private void comeBack() {
        attempt++;
        var limit = Math.min(CEILING_MILLIS, FLOOR_MILLIS << Math.min(attempt, 10));
        vertx.setTimer(ThreadLocalRandom.current().nextInt(FLOOR_MILLIS, limit + 1), now -> connect());
    }

    private void heard(String frame) {
        unserved |= frame.contains("\"ready\"");
        if (fetching) {
            toldAgain = true;
        } else {
            fetch();
        }
    }

    private void fetch() {
        fetching = true;
        var serves = unserved;
        call(HttpMethod.GET, replica.get(), "?since=" + cursor, Buffer.buffer())
                .onSuccess(page -> {
                    took(page);
                    fetching = false;
                    if (serves && unserved) {
                        unserved = false;
                        attempt = 0;
                        servedAt = System.nanoTime();
                    }
                    if (toldAgain || page.getBoolean("hasMore")) {
                        toldAgain = false;
                        fetch();
                    }
                })
                .onFailure(failed -> vertx.setTimer(FLOOR_MILLIS, now -> fetch()));
    }

    private void took(JsonObject page) {
        cursor = page.getLong("version");
        var items = page.getJsonArray("items");
        for (var i = 0; i < items.size(); i++) {
            texts.add(items.getJsonObject(i).getString("text"));
        }
    }

    /** Sends at this replica; completes when it is stored. */
    Future<JsonObject> send(URI at, String text) {
        return call(HttpMethod.POST, at, "", new JsonObject().put("text", text).toBuffer());
    }

    private Future<JsonObject> call(HttpMethod method, URI at, String query, Buffer body) {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost(at.getHost())
                .setPort(at.getPort())
                .setURI(messages + query)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Authorization", authorization);
        if (method == HttpMethod.POST) {
            options.putHeader("Content-Type", "application/json")
                    .putHeader("Idempotency-Key", UUID.randomUUID().toString());
        }
        return http.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(answer -> {
                    if (response.statusCode() >= 300) {
                        throw new IllegalStateException(id + ": " + response.statusCode());
                    }
                    return answer.toJsonObject();
                }));
    }
}
