package dev.rapport.bench;

import dev.rapport.testsupport.Tokens;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** People who talk, what they send and when. Everything but the schedule happens on the event loop. */
final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(59);
    private static final String PADDING = "how are you today? ";
    private static final int CONNECT_AT_ONCE = 16;
    private static final int SHOWN_FAILURES = 5;
    private static final long SEED = 20;

    private final Loop loop;
    private final List<URI> urls;
    private final Tokens tokens;
    private final int bytes;
    private final List<Person> people = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private int failures;

    Load(Loop loop, List<URI> urls, Tokens tokens, int bytes) {
        this.loop = loop;
        this.urls = urls;
        this.tokens = tokens;
        this.bytes = bytes;
    }

    /** Announces {@code users} people in pairs as the platform does, and connects them. */
    void connect(int users) throws Exception {
        for (var pair : new Platform(loop, urls.getFirst(), tokens).pairs(users / 2)) {
            people.add(person(pair.client(), "client", pair.coach()));
            people.add(person(pair.coach(), "coach", pair.client()));
        }
        var net = RawSocket.net(loop.vertx());
        loop.await(
                Duration.ofMinutes(2),
                () -> Loop.each(
                        people.size(),
                        CONNECT_AT_ONCE,
                        number -> people.get(number).connect(net)));
        Collections.shuffle(people, new Random(SEED));
    }

    /** Neighbours are at different replicas. */
    private Person person(String id, String role, String peer) {
        var url = urls.get(people.size() % urls.size());
        return new Person(loop.vertx(), url, id, tokens.of(id, role, TOKEN_LIFE), peer, this::received, this::failed);
    }

    /** Has everybody read where their conversation stands. */
    void catchUp() throws Exception {
        loop.await(
                PATIENCE,
                () -> Loop.each(
                        people.size(),
                        CONNECT_AT_ONCE,
                        number -> people.get(number).catchUp()));
    }

    /** Has everybody take so many changes of their conversation as known. */
    void skip(int changes) {
        loop.run(() -> people.forEach(person -> person.skip(changes)));
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
            loop.run(() -> send(sender, new Sent(due, counts)));
        }
        awaitAll();
    }

    /** {@code senders} people send, each the next message when the one before is in hand, for {@code length}. */
    void closed(int senders, Duration length, boolean counts) throws Exception {
        var end = System.nanoTime() + length.toNanos();
        loop.run(() -> people.stream().limit(senders).forEach(person -> next(person, end, counts)));
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
        while (System.nanoTime() < patience && loop.await(() -> Future.succeededFuture(isMissing()))) {
            Thread.sleep(20);
        }
    }

    private boolean isMissing() {
        return sent.stream().anyMatch(message -> message.inHand == Sent.NEVER || message.answered == Sent.NEVER);
    }

    /** What counts, once all is over. */
    Results results() throws Exception {
        return loop.await(() -> Future.succeededFuture(
                new Results(sent.stream().filter(message -> message.counts).toList(), failures)));
    }
}
