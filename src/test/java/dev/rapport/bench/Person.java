package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Somebody with a socket, connections of their own and one peer. Belongs to one event loop. */
final class Person {
    /** As many as a browser opens to one server. */
    private static final int CONNECTIONS = 6;

    private final URI url;
    private final String id;
    private final String token;
    private final String messages;
    private final Api api;
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
        this.url = url;
        this.id = id;
        this.token = token;
        this.messages = messagesWith(peer);
        this.api = new Api(vertx, url, token, CONNECTIONS);
        this.received = received;
        this.failed = failed;
    }

    static String messagesWith(String peer) {
        return "/api/v1/conversations/" + peer + "/messages";
    }

    /** Reads where the conversation stands, then listens; completes when the socket is ready. */
    Future<RawSocket> connect(NetClient net) {
        return catchUp().compose(done -> RawSocket.open(net, url, token, this::heard));
    }

    /** Takes what there is as known: of its own messages it knows nothing else. */
    Future<Void> catchUp() {
        return api.get(messages + "?limit=1")
                .onSuccess(page -> cursor = page.getLong("version"))
                .mapEmpty();
    }

    /** Takes so many changes as known. */
    void skip(int changes) {
        cursor += changes;
    }

    /** Sends a text with a new key; completes with the answer. */
    Future<JsonObject> send(String text) {
        return api.call(
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
        api.get(messages + "?since=" + cursor)
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
}
