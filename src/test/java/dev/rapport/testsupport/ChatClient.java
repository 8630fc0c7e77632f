package dev.rapport.testsupport;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One caller of the API, as any program would be one. */
public record ChatClient(URI base, String id, @Nullable String token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer. */
    public record Answer(int status, String body, HttpResponse<String> http) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        public JsonArray items() {
            return json().getJsonArray("items");
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, body.toString(), "Content-Type", "application/json");
    }

    public Answer post(String path) {
        return call("POST", path, null);
    }

    public Answer post(String path, Object body, String... headers) {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return call("POST", path, body.toString(), all);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** Any call; {@code headers} are names and values in turn. */
    public Answer call(String method, String path, @Nullable String body, String... headers) {
        var request =
                request(path).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return call(request.build());
    }

    /** The beginning of a request of this caller, for what the methods here do not offer. */
    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public static Answer call(HttpRequest request) {
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a text with a new key. */
    public Answer send(String peer, String text) {
        return send(peer, text, UUID.randomUUID());
    }

    public Answer send(String peer, String text, UUID key) {
        return post(messages(peer), new JsonObject().put("text", text), "Idempotency-Key", key.toString());
    }

    /** Gives a message of one's own another text. */
    public Answer edit(String peer, long seq, String text) {
        return call(
                "PATCH",
                messages(peer) + "/" + seq,
                new JsonObject().put("text", text).toString(),
                "Content-Type",
                "application/json");
    }

    /** Deletes a message of one's own. */
    public Answer deleteMessage(String peer, long seq) {
        return delete(messages(peer) + "/" + seq);
    }

    /** The newest page, or what {@code query} asks for. */
    public Answer messages(String peer, String query) {
        return get(messages(peer) + query);
    }

    /** The texts of a page of messages. */
    public List<String> texts(String peer, String query) {
        var items = messages(peer, query).items();
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.getJsonObject(i).getString("text"))
                .toList();
    }

    public static String messages(String peer) {
        return "/api/v1/conversations/" + peer + "/messages";
    }

    /** Opens a socket as a program does, with a header. */
    public TestSocket connect() {
        return TestSocket.open(base, "Authorization", "Bearer " + token);
    }

    /** Opens a socket as a browser does, with sub-protocols and this origin. */
    public TestSocket connectFrom(String origin) {
        return TestSocket.openWithCarrier(base, origin, carrier("Authorization", "Bearer " + token));
    }

    /** The sub-protocol that carries a header. */
    public static String carrier(String name, String value) {
        return URLEncoder.encode("quarkus-http-upgrade#" + name + "#" + value, StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
