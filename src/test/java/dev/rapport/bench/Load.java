package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The people, what they send and when. Everything but the schedule happens on {@link #loop}. */
final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PADDING = "how are you today? ";
    private static final int SHOWN_FAILURES = 5;
    private static final long SEED = 20;

    private final Vertx vertx;
    private final Context loop;
    private final URI url;
    private final Tokens tokens;
    private final int bytes;
    private final List<Person> people = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private int failures;

    Load(Vertx vertx, URI url, Tokens tokens, int bytes) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.url = url;
        this.tokens = tokens;
        this.bytes = bytes;
    }

    /** Announces {@code users} people in pairs as the platform does, and connects them. */
    void connect(int users) throws Exception {
        var run = "bench-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        var platform = person("bench-platform", "platform", "nobody");
        var sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(users));
        for (var pair = 0; pair < users / 2; pair++) {
            var client = run + "client-" + pair;
            var coach = run + "coach-" + pair;
            put(platform, "users/" + client, new JsonObject().put("displayName", "Client " + pair));
            put(platform, "users/" + coach, new JsonObject().put("displayName", "Coach " + pair));
            put(
                    platform,
                    "assignments/" + run + pair,
                    new JsonObject().put("clientId", client).put("coachId", coach));
            connect(sockets, person(client, "client", coach));
            connect(sockets, person(coach, "coach", client));
        }
        Collections.shuffle(people, new Random(SEED));
    }

    private void connect(WebSocketClient sockets, Person person) throws Exception {
        people.add(person);
        onLoop(() -> person.connect(sockets, url));
    }

    private void put(Person platform, String path, JsonObject body) throws Exception {
        onLoop(() -> platform.call(HttpMethod.PUT, "/api/v1/platform/" + path, 201, Buffer.buffer(body.encode())));
    }

    private Person person(String id, String role, String peer) {
        var token = tokens.of(id, role, Duration.ofMinutes(59));
        return new Person(vertx, url, id, token, peer, this::received, this::failed);
    }

    /** Sends at {@code rate} for {@code length}; a message counts from the moment it is due. Returns when all arrived. */
    void open(double rate, Duration length, boolean counts) throws Exception {
        var interval = 1e9 / rate;
        var number = Math.round(length.toNanos() / interval);
        var start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        for (var i = 0L; i < number; i++) {
            var due = start + Math.round(i * interval);
            var sender = people.get((int) (i % people.size()));
            for (var rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            loop.runOnContext(now -> send(sender, new Sent(due, counts)));
        }
        awaitAll();
    }

    /** {@code senders} people send, each the next message when the one before is in hand, for {@code length}. */
    void closed(int senders, Duration length, boolean counts) throws Exception {
        var end = System.nanoTime() + length.toNanos();
        loop.runOnContext(now -> people.stream().limit(senders).forEach(person -> next(person, end, counts)));
        LockSupport.parkNanos(length.toNanos());
        awaitAll();
    }

    private void next(Person person, long end, boolean counts) {
        var now = System.nanoTime();
        if (now < end) {
            var message = new Sent(now, counts);
            message.whenInHand = () -> next(person, end, counts);
            send(person, message);
        }
    }

    private void send(Person sender, Sent message) {
        var text = new StringBuilder().append(sent.size()).append(' ');
        sent.add(message);
        while (text.length() < bytes) {
            text.append(PADDING, 0, Math.min(PADDING.length(), bytes - text.length()));
        }
        message.begun = System.nanoTime();
        sender.send(text.toString())
                .onSuccess(answer -> message.answered = System.nanoTime())
                .onFailure(this::failed);
    }

    private void received(String text, long announced) {
        var message = sent.get(Integer.parseInt(text.substring(0, text.indexOf(' '))));
        if (message.inHand == Sent.NEVER) {
            message.announced = announced;
            message.inHand = System.nanoTime();
            message.whenInHand.run();
        }
    }

    private void failed(Throwable failure) {
        if (failures++ < SHOWN_FAILURES) {
            System.err.println(failure.getMessage());
        }
    }

    private void awaitAll() throws Exception {
        var patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patience && onLoop(() -> Future.succeededFuture(isMissing()))) {
            Thread.sleep(20);
        }
    }

    private boolean isMissing() {
        return sent.stream().anyMatch(message -> message.inHand == Sent.NEVER || message.answered == Sent.NEVER);
    }

    /** What counts, once all is over. */
    Results results() throws Exception {
        return onLoop(() -> Future.succeededFuture(
                new Results(sent.stream().filter(message -> message.counts).toList(), failures)));
    }

    private <T> T onLoop(Callable<Future<T>> work) throws Exception {
        return Future.<T>future(promise -> loop.runOnContext(now -> {
                    try {
                        work.call().onComplete(promise);
                    } catch (Exception e) {
                        promise.fail(e);
                    }
                }))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
