package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.faults.History.Event;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** A stage with people on it while a fault strikes. {@code whole} is the long run, in which faults last as long as they may. */
record Scene(Stage stage, Workload workload, History history, SplittableRandom random, String canary, boolean whole) {
    /** In which everything works again once a fault is over. */
    static final Duration SOON = Duration.ofSeconds(10);

    /** Lets the fault last. */
    void last(int secondsInVerify, int secondsInWhole) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(whole ? secondsInWhole : secondsInVerify));
    }

    Person person(int place) {
        return workload.people().get(place);
    }

    /** Sends once, at this replica, and answers what came; part of the history like everything else. */
    Reply send(Person person, Member at) throws IOException, InterruptedException {
        var key = UUID.randomUUID().toString();
        return send(person, at, key, 1, canary + " " + person.id() + " by hand " + key);
    }

    Reply send(Person person, Member at, String key, int number, String text) throws IOException, InterruptedException {
        history.add(new Event.Attempt(history.now(), key, number, person.id(), person.peer(), text));
        try {
            var reply = Http.call(person.send(at.url(), key, text));
            var seq = reply.isSuccess() ? new JsonObject(reply.body()).getLong("seq") : null;
            history.add(new Event.Answered(history.now(), key, number, reply, seq));
            return reply;
        } catch (IOException e) {
            history.add(new Event.Unknown(history.now(), key, number, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    void accepted(Member at) throws IOException, InterruptedException {
        assertThat(send(person(0), at).status()).isEqualTo(201);
    }

    /** Waits until both replicas accept messages. */
    void acceptedSoon() {
        stage.members()
                .forEach(member -> soon(() -> assertThat(send(person(0), member).isSuccess())
                        .as(member.name())
                        .isTrue()));
    }

    /** Waits until nothing is left in the outbox of what waited. */
    void drainedSoon() {
        soon(() -> assertThat(stage.waiting()).isZero());
    }

    void soon(ThrowingRunnable condition) {
        within(SOON, condition);
    }

    void within(Duration patience, ThrowingRunnable condition) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(condition);
    }

    void until(Duration patience, Callable<Boolean> condition) {
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    /** The median time of the sends that began since {@code from} and were answered. */
    Duration median(long from) {
        var begun = new HashMap<String, Long>();
        history.all(Event.Attempt.class)
                .filter(attempt -> attempt.at() >= from)
                .forEach(attempt -> begun.put(attempt.key() + attempt.number(), attempt.at()));
        var times = history.all(Event.Answered.class)
                .filter(answer -> begun.containsKey(answer.key() + answer.number()))
                .map(answer -> answer.at() - begun.get(answer.key() + answer.number()))
                .sorted()
                .toList();
        assertThat(times).as("sends that were answered").isNotEmpty();
        return Duration.ofNanos(times.get(times.size() / 2));
    }

    /** Whether a frame has come since, at a socket of this replica. */
    boolean hasHeard(Member at, String frame, long since) {
        var here = history.all(Event.Opened.class)
                .filter(opened -> opened.where().equals(at.url().getAuthority()))
                .map(opened -> opened.person() + opened.socket())
                .toList();
        return history.all(Event.Frame.class)
                .anyMatch(heard -> heard.at() >= since
                        && heard.text().equals(frame)
                        && here.contains(heard.person() + heard.socket()));
    }
}
