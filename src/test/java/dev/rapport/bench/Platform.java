package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The host platform: announces people and who coaches whom, some calls at once. */
final class Platform {
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Loop loop;
    private final Api api;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8) + "-";

    Platform(Loop loop, URI url, Tokens tokens) {
        this.loop = loop;
        this.api = new Api(loop.vertx(), url, tokens.of("bench-platform", "platform"), AT_ONCE);
    }

    /** Two people who may talk. */
    record Pair(String client, String coach) {}

    /** So many clients, each with a coach of their own. */
    List<Pair> pairs(int many) throws Exception {
        return announced(IntStream.range(0, many)
                .mapToObj(pair -> new Pair(prefix + "client-" + pair, prefix + "coach-" + pair))
                .toList());
    }

    /** One coach with so many clients. */
    List<Pair> coachOf(int clients) throws Exception {
        var coach = prefix + "coach-of-" + clients;
        return announced(IntStream.range(0, clients)
                .mapToObj(client -> new Pair(coach + "-client-" + client, coach))
                .toList());
    }

    private List<Pair> announced(List<Pair> pairs) throws Exception {
        var people = pairs.stream()
                .flatMap(pair -> Stream.of(pair.client(), pair.coach()))
                .distinct()
                .toList();
        put(people.stream()
                .map(person -> new Put("users/" + person, new JsonObject().put("displayName", "Somebody")))
                .toList());
        put(pairs.stream()
                .map(pair -> new Put(
                        "assignments/of-" + pair.client(),
                        new JsonObject().put("clientId", pair.client()).put("coachId", pair.coach())))
                .toList());
        return pairs;
    }

    private record Put(String path, JsonObject body) {}

    private void put(List<Put> puts) throws Exception {
        loop.await(
                PATIENCE,
                () -> Loop.each(puts.size(), AT_ONCE, number -> {
                    var put = puts.get(number);
                    return api.call(
                            HttpMethod.PUT,
                            "/api/v1/platform/" + put.path(),
                            201,
                            Buffer.buffer(put.body().encode()));
                }));
    }
}
