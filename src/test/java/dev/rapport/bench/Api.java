package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** Calls of the API with one token, on keep-alive connections of their own. Belongs to the event loop. */
final class Api {
    private static final int KEEP_ALIVE_SECONDS = 600;

    private final HttpClient http;
    private final String authorization;

    Api(Vertx vertx, URI url, String token, int connections) {
        this(
                vertx.createHttpClient(new HttpClientOptions()
                        .setDefaultHost(url.getHost())
                        .setDefaultPort(url.getPort())
                        .setMaxPoolSize(connections)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)),
                token);
    }

    /** With connections that others use too. */
    Api(HttpClient http, String token) {
        this.http = http;
        this.authorization = "Bearer " + token;
    }

    /** What came back. */
    record Answer(int status, MultiMap headers, Buffer body) {}

    /** A path, or a whole address where the connections have no default. */
    Future<JsonObject> get(String path) {
        return call(HttpMethod.GET, path, 200, Buffer.buffer());
    }

    /** Fails on any other status. */
    Future<JsonObject> call(HttpMethod method, String path, int status, Buffer body) {
        return request(method, path, body, Map.of()).map(answer -> {
            if (answer.status() != status) {
                throw new IllegalStateException(path + ": " + answer.status() + " " + answer.body());
            }
            return answer.body().length() == 0
                    ? new JsonObject()
                    : answer.body().toJsonObject();
        });
    }

    Future<Answer> request(HttpMethod method, String path, Buffer body, Map<String, String> headers) {
        var options = new RequestOptions().setMethod(method);
        return http.request(path.startsWith("/") ? options.setURI(path) : options.setAbsoluteURI(path))
                .compose(request -> {
                    request.putHeader("Authorization", authorization);
                    headers.forEach(request::putHeader);
                    if (body.length() > 0) {
                        request.putHeader("Content-Type", "application/json");
                    }
                    if (method == HttpMethod.POST) {
                        request.putHeader("Idempotency-Key", UUID.randomUUID().toString());
                    }
                    return request.send(body);
                })
                .compose(response ->
                        response.body().map(all -> new Answer(response.statusCode(), response.headers(), all)));
    }
}
