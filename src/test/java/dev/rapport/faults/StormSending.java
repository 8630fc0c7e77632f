package dev.rapport.faults;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends at an even rate while a crowd comes back, and remembers how long each took. Belongs to their event loop. */
final class StormSending {
    private record Sent(long at, long nanos) {}

    private record Expected(StormPerson recipient, String text) {}

    private final Vertx vertx;
    private final List<StormPerson> crowd;
    private final URI at;
    private final int perSecond;
    private final Random random;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private int underWay;
    private int failures;
    private long timer;
    private int count;

    /** Clients stand before their coaches in {@code crowd}. */
    StormSending(Vertx vertx, List<StormPerson> crowd, URI at, int perSecond, Random random) {
        this.vertx = vertx;
        this.crowd = crowd;
        this.at = at;
        this.perSecond = perSecond;
        this.random = random;
    }

    void start() {
        timer = vertx.setPeriodic(1_000 / perSecond, now -> send());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void send() {
        var place = random.nextInt(crowd.size());
        var text = "storm " + System.identityHashCode(this) + " " + count++;
        var begun = System.nanoTime();
        underWay++;
        crowd.get(place)
                .send(at, text)
                .onSuccess(stored -> {
                    sent.add(new Sent(begun, System.nanoTime() - begun));
                    expected.add(new Expected(crowd.get(place ^ 1), text));
                })
                .onFailure(failure -> failures++)
                .onComplete(done -> underWay--);
    }

    /** How many are not in their recipient's hand, or not answered. */
    long missing() {
        return underWay
                + expected.stream()
                        .filter(message -> !message.recipient().has(message.text()))
                        .count();
    }

    JsonObject results(long from, long to) {
        var times = sent.stream()
                .filter(message -> message.at() >= from && message.at() <= to)
                .map(Sent::nanos)
                .sorted()
                .toList();
        return new JsonObject()
                .put("posts", times.size())
                .put("postFailures", failures)
                .put("postMedianMs", times.get(times.size() / 2) / 1_000_000)
                .put("postP99Ms", times.get(Math.min(times.size() - 1, times.size() * 99 / 100)) / 1_000_000)
                .put("lost", missing());
    }
}
