package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Somebody with a socket, connections of their own and one peer. Belongs to one event loop. */
final class Person {
    /** As many as a browser opens to one server. */
    private static final int CONNECTIONS = 6;

    private static final int KEEP_ALIVE_SECONDS = 600;

    private final String id;
    private final String authorization;
    private final String messages;
    private final HttpClient http;
    private final ObjLongConsumer<String> received;
    private final Consumer<Throwable> failed;
    private long cursor;
    private boolean fetching;
    private boolean announcedAgain;

    /** {@code received} takes each text of the peer and when it was announced. */
    Person(
            Vertx vertx,
            URI url,
            String id,
            String token,
            String peer,
            ObjLongConsumer<String> received,
            Consumer<Throwable> failed) {
        this.id = id;
        this.authorization = "Bearer " + token;
        this.messages = "/api/v1/conversations/" + peer + "/messages";
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(url.getHost())
                .setDefaultPort(url.getPort())
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
        this.received = received;
        this.failed = failed;
    }

    String id() {
        return id;
    }

    /** Reads where the conversation stands, then listens; completes when the socket is ready. */
    Future<Void> connect(WebSocketClient sockets, URI url) {
        var options = new WebSocketConnectOptions()
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI("/ws")
                .putHeader("Authorization", authorization);
        return call(HttpMethod.GET, messages + "?limit=1", 200, Buffer.buffer())
                .compose(page -> {
                    cursor = page.getLong("version");
                    return sockets.connect(options);
                })
                .onSuccess(socket -> socket.textMessageHandler(this::heard))
                .mapEmpty();
    }

    /** Sends a text with a new key; completes with the answer. */
    Future<JsonObject> send(String text) {
        return call(
                HttpMethod.POST,
                messages,
                201,
                new JsonObject().put("text", text).toBuffer());
    }

    private void heard(String frame) {
        if (frame.contains("\"new-message\"")) {
            if (fetching) {
                announcedAgain = true;
            } else {
                fetch(System.nanoTime());
            }
        }
    }

    private void fetch(long announced) {
        fetching = true;
        call(HttpMethod.GET, messages + "?since=" + cursor, 200, Buffer.buffer())
                .onSuccess(page -> took(page, announced))
                .onFailure(failed::accept)
                .onComplete(done -> {
                    fetching = false;
                    if (announcedAgain) {
                        announcedAgain = false;
                        fetch(System.nanoTime());
                    }
                });
    }

    private void took(JsonObject page, long announced) {
        cursor = page.getLong("version");
        announcedAgain |= page.getBoolean("hasMore");
        var items = page.getJsonArray("items");
        for (var i = 0; i < items.size(); i++) {
            var message = items.getJsonObject(i);
            if (!message.getString("senderId").equals(id)) {
                received.accept(message.getString("text"), announced);
            }
        }
    }

    /** A call of the API by this person, who may be the platform; fails on any other status. */
    Future<JsonObject> call(HttpMethod method, String path, int status, Buffer body) {
        return http.request(method, path)
                .compose(request -> {
                    request.putHeader("Authorization", authorization);
                    if (body.length() > 0) {
                        request.putHeader("Content-Type", "application/json");
                    }
                    if (method == HttpMethod.POST) {
                        request.putHeader("Idempotency-Key", UUID.randomUUID().toString());
                    }
                    return request.send(body);
                })
                .compose(response -> response.body().map(answer -> {
                    if (response.statusCode() != status) {
                        throw new IllegalStateException(path + ": " + response.statusCode() + " " + answer);
                    }
                    return answer.toJsonObject();
                }));
    }
}
