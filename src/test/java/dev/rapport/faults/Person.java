package dev.rapport.faults;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.function.Supplier;

/** Who takes part, and with whom they talk; {@code anywhere} is what a balancer would choose for the next call. */
record Person(String id, String token, String peer, Supplier<URI> anywhere) {
    HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder messages(URI base, String query) {
        return request(base, "/api/v1/conversations/" + peer + "/messages" + query);
    }

    HttpRequest.Builder send(URI base, String key, String text) {
        return messages(base, "")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"));
    }
}
