package dev.rapport.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A coach, and clients who have sent a message each and are connected. */
final class Coach {
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(59);
    private static final String LIST = "/api/v1/conversations";

    private final Loop loop;
    private final Service service;
    private final int clients;
    private final Api api;
    private final Measures measures = new Measures();
    private boolean isAway;
    private Told told = new Told();

    /** Whom a change has reached. */
    private static final class Told {
        private final Promise<Void> everybody = Promise.promise();
        private int number;
        private long first;
    }

    private Coach(Loop loop, Service service, int clients, String id) {
        this.loop = loop;
        this.service = service;
        this.clients = clients;
        this.api = new Api(
                loop.vertx(), service.urls().getFirst(), service.tokens().of(id, "coach", TOKEN_LIFE), 1);
    }

    static Coach with(int clients, Loop loop, Service service) throws Exception {
        var pairs = new Platform(loop, service.urls().getFirst(), service.tokens()).coachOf(clients);
        var coach = new Coach(loop, service, clients, pairs.getFirst().coach());
        var crowd = new Crowd(loop, service.urls(), service.tokens());
        pairs.forEach(pair -> crowd.add(pair.client(), "client", pair.coach()));
        var text = new JsonObject().put("text", "a first message").toBuffer();
        var http = loop.vertx().createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));
        loop.await(
                PATIENCE,
                () -> Loop.each(clients, AT_ONCE, number -> {
                    var client = crowd.members().get(number);
                    return new Api(http, client.token())
                            .call(HttpMethod.POST, client.url() + client.messages(), 201, text);
                }));
        crowd.connect(clients, coach::heard);
        // The socket without which nobody is told that a coach is away or available; presence takes two ticks.
        var own = new Crowd(loop, service.urls(), service.tokens());
        own.add(pairs.getFirst().coach(), "coach", pairs.getFirst().client());
        own.connect(1, frame -> {});
        Thread.sleep(Duration.ofSeconds(5));
        return coach;
    }

    private void heard(String frame) {
        if (frame.contains("\"presence\"")) {
            told.first = told.number == 0 ? System.nanoTime() : told.first;
            told.number++;
            if (told.number == clients) {
                told.everybody.complete();
            }
        }
    }

    /** So many times the first page of the list, and as often the question whether it has changed. */
    void list(int calls) throws Exception {
        measure("page", calls, () -> get(LIST, Map.of()));
        var tag = loop.await(() -> get(LIST, Map.of())).headers().get("ETag");
        measure("unchanged", calls, () -> get(LIST, Map.of("If-None-Match", tag)));
    }

    /** All pages of the list, as long as they can be. */
    void listAll() throws Exception {
        measure("whole", 1, () -> rest(LIST + "?limit=200"));
    }

    private Future<Void> rest(String page) {
        return get(page, Map.of()).compose(answer -> {
            var next = answer.body().toJsonObject().getString("nextCursor");
            return next == null ? Future.succeededFuture() : rest(LIST + "?limit=200&cursor=" + next);
        });
    }

    private Future<Api.Answer> get(String path, Map<String, String> headers) {
        return api.request(HttpMethod.GET, path, Buffer.buffer(), headers).map(answer -> {
            if (answer.status() != 200 && answer.status() != 304) {
                throw new IllegalStateException(path + ": " + answer.status() + " " + answer.body());
            }
            return answer;
        });
    }

    /** Goes away, or comes back, until every client has heard it; from the first who heard to the last is apart. */
    void changeAvailability() throws Exception {
        isAway = !isAway;
        var status = new JsonObject().put("status", isAway ? "away" : "available");
        var watch = Watch.over(service);
        var begun = System.nanoTime();
        loop.await(PATIENCE, () -> {
            told = new Told();
            return api.call(HttpMethod.PUT, "/api/v1/me/availability", 204, status.toBuffer())
                    .compose(changed -> told.everybody.future());
        });
        var end = System.nanoTime();
        measures.add("presence", List.of(end - begun), watch.used());
        measures.add("presenceFromFirstToLast", List.of(end - told.first), Cpu.NONE);
    }

    private void measure(String kind, int calls, Supplier<Future<?>> call) throws Exception {
        var watch = Watch.over(service);
        var nanos = new ArrayList<Long>();
        loop.await(
                PATIENCE,
                () -> Loop.each(calls, 1, number -> {
                    var begun = System.nanoTime();
                    return call.get().onSuccess(done -> nanos.add(System.nanoTime() - begun));
                }));
        measures.add(kind, nanos, watch.used());
    }

    void forget() {
        measures.clear();
    }

    void report(JsonObject line) {
        line.put("clients", clients);
        measures.report(line);
    }
}
