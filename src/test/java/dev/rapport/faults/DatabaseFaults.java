package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.faults.History.Event;
import dev.rapport.testsupport.Proxy.Verdict;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The database is away, hangs, is locked or leaves a commit without an answer: 503, and repeating is safe. */
final class DatabaseFaults {
    static final List<Fault> ALL = List.of(
            Fault.of("17", "database restarted at once", "503, then exactly one", DatabaseFaults::restarted)
                    .always(),
            Fault.of("18", "all backends terminated", "503, then exactly one", DatabaseFaults::terminated),
            Fault.of(
                            "19",
                            "commit without an answer",
                            "the repeated call finds the message",
                            DatabaseFaults::commitUnknown)
                    .always(),
            Fault.of("20", "database hangs", "503 in 10 s; sockets stay; live, not ready", DatabaseFaults::hangs)
                    .always(),
            Fault.of("21", "connections exhausted", "503 soon; the relay goes on", DatabaseFaults::exhausted),
            Fault.of("22", "one conversation locked", "503 there, nothing elsewhere", DatabaseFaults::rowLocked),
            Fault.of("23", "deadlock", "the sender succeeds", DatabaseFaults::deadlock),
            Fault.of("25", "a text that PostgreSQL refuses", "422", DatabaseFaults::refusedText),
            Fault.of("26", "a transaction that idles", "the relay goes on", DatabaseFaults::idleTransaction),
            Fault.of("41", "twenty times the same send", "one message, one number", DatabaseFaults::duplicates)
                    .always());

    private static final int LOST_ANSWERS = 12;
    private static final int AT_ONCE = 20;

    /** In which the service answers that it cannot, and a little for the way. */
    private static final Duration REFUSAL = Duration.ofMillis(10_500);

    private DatabaseFaults() {}

    private static void restarted(Scene scene) throws Exception {
        for (var round = 0; round < (scene.whole() ? 3 : 1); round++) {
            scene.stage().database().stopImmediately();
            scene.last(2, 5);
            scene.stage().database().start();
            scene.acceptedSoon();
        }
    }

    private static void terminated(Scene scene) throws Exception {
        for (var round = 0; round < 5; round++) {
            try (var database = scene.stage().superuser()) {
                database.column("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rapport'");
            }
            scene.last(1, 1);
        }
        scene.acceptedSoon();
    }

    private static void commitUnknown(Scene scene) throws Exception {
        var members = scene.stage().members();
        members.forEach(member -> member.commits().arm("from send_message(", Verdict.LOSE_ANSWER, LOST_ANSWERS));
        for (var member : members) {
            scene.until(Duration.ofSeconds(30), () -> member.commits().hits() >= LOST_ANSWERS);
        }
        // Stored, not answered, asked again, and found: that is what this fault is about.
        scene.until(Duration.ofSeconds(20), () -> foundWhenRepeated(scene.history()) > 0);
        scene.acceptedSoon();
    }

    private static long foundWhenRepeated(History history) {
        var unknown = new HashSet<String>();
        history.all(Event.Unknown.class).forEach(call -> unknown.add(call.key()));
        history.all(Event.Answered.class)
                .filter(answer -> answer.reply().status() == 503)
                .forEach(answer -> unknown.add(answer.key()));
        return history.all(Event.Answered.class)
                .filter(answer -> answer.reply().status() == 200 && unknown.contains(answer.key()))
                .count();
    }

    private static void hangs(Scene scene) throws Exception {
        var stage = scene.stage();
        var closedBefore = scene.history().all(Event.Closed.class).count();
        stage.database().freeze();
        var since = scene.history().now();
        for (var member : stage.members()) {
            var begun = System.nanoTime();
            assertThat(scene.send(scene.person(0), member).status()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(REFUSAL);
            scene.soon(() -> assertThat(member.health("ready")).isEqualTo(503));
            assertThat(member.health("live")).isEqualTo(200);
        }
        scene.last(1, 45);
        assertThat(slowestRefusal(scene.history(), since)).isLessThan(REFUSAL);
        stage.members().forEach(member -> assertThat(member.health("live")).isEqualTo(200));
        assertThat(scene.history().all(Event.Closed.class).count())
                .as("sockets that were closed")
                .isEqualTo(closedBefore);
        stage.database().thaw();
        scene.acceptedSoon();
        stage.members()
                .forEach(member -> scene.soon(() -> assertThat(member.isReady()).isTrue()));
    }

    private static Duration slowestRefusal(History history, long since) {
        var begun = new HashMap<String, Long>();
        history.all(Event.Attempt.class)
                .filter(attempt -> attempt.at() >= since)
                .forEach(attempt -> begun.put(attempt.key() + attempt.number(), attempt.at()));
        assertThat(history.all(Event.Unknown.class).filter(call -> begun.containsKey(call.key() + call.number())))
                .as("sends without an answer")
                .isEmpty();
        return Duration.ofNanos(history.all(Event.Answered.class)
                .filter(answer -> begun.containsKey(answer.key() + answer.number()))
                .mapToLong(answer -> answer.at() - begun.get(answer.key() + answer.number()))
                .max()
                .orElse(0));
    }

    private static void exhausted(Scene scene) throws Exception {
        var stage = scene.stage();
        var member = stage.a();
        member.restart(Map.of("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "4"));
        scene.within(Duration.ofSeconds(60), () -> assertThat(member.isReady()).isTrue());
        try (var database = stage.superuser()) {
            database.connection().setAutoCommit(false);
            database.connection().createStatement().execute("lock table message in access exclusive mode");
            var begun = System.nanoTime();
            var replies = together(AT_ONCE, () -> scene.send(scene.person(0), member));
            for (var reply : replies) {
                assertThat(reply.get().status()).isEqualTo(503);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(REFUSAL);
            assertThat(member.health("live")).isEqualTo(200);
            scene.drainedSoon();
            database.connection().rollback();
        }
        scene.acceptedSoon();
    }

    private static <T> List<Future<T>> together(int number, Callable<T> call) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<T>>();
            for (var i = 0; i < number; i++) {
                calls.add(call);
            }
            return threads.invokeAll(calls);
        }
    }

    private static void rowLocked(Scene scene) throws Exception {
        var stage = scene.stage();
        var person = scene.person(0);
        try (var database = stage.superuser()) {
            database.connection().setAutoCommit(false);
            database.column(
                    "select id from conversation where user_a in (?, ?) and user_b in (?, ?) for update",
                    person.id(),
                    person.peer(),
                    person.id(),
                    person.peer());
            var since = scene.history().now();
            assertThat(scene.send(person, stage.a()).status()).isEqualTo(503);
            assertThat(scene.median(since)).as("sends of the others").isLessThan(Duration.ofSeconds(1));
            for (var other = 2; other < scene.workload().people().size(); other += 2) {
                assertThat(scene.send(scene.person(other), stage.a()).status()).isEqualTo(201);
            }
            database.connection().rollback();
        }
        scene.acceptedSoon();
    }

    /** A send waits for the outbox with its conversation locked; who has the outbox then wants the conversation. */
    private static void deadlock(Scene scene) throws Exception {
        var stage = scene.stage();
        for (var round = 0; round < 3; round++) {
            try (var database = stage.superuser()) {
                database.connection().setAutoCommit(false);
                database.connection().createStatement().execute("lock table outbox in share mode");
                scene.last(1, 1);
                database.column("select id from conversation for update");
                database.connection().commit();
            } catch (SQLException e) {
                // One of the two is the victim, and it may be this one.
                scene.history().note("the operator's side gave way: " + e.getSQLState());
            }
        }
        scene.acceptedSoon();
    }

    private static void refusedText(Scene scene) throws Exception {
        var person = scene.person(0);
        var request = person.request(scene.stage().a().url(), "/api/v1/conversations/" + person.peer() + "/messages")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\\u0000b\"}"));
        var reply = Http.call(request);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).contains("urn:rapport:problem:invalid-text");
    }

    private static void idleTransaction(Scene scene) throws Exception {
        try (var database = scene.stage().superuser()) {
            database.connection().setAutoCommit(false);
            database.column("select count(*) from outbox");
            scene.last(3, 20);
            scene.drainedSoon();
        }
    }

    private static void duplicates(Scene scene) throws Exception {
        var person = scene.person(0);
        for (var round = 0; round < (scene.whole() ? 20 : 5); round++) {
            var key = UUID.randomUUID().toString();
            var text = scene.canary() + " again and again " + key;
            var numbers = new AtomicInteger();
            var replies = together(AT_ONCE, () -> {
                var number = numbers.incrementAndGet();
                return sendUntilAnswered(scene, scene.stage().members().get(number % 2), key, number, text);
            });
            var created = 0;
            for (var reply : replies) {
                assertThat(reply.get().isSuccess()).isTrue();
                created += reply.get().status() == 201 ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
            assertThat(otherText(scene, person, key).status()).isEqualTo(422);
        }
    }

    private static Reply sendUntilAnswered(Scene scene, Member member, String key, int number, String text)
            throws InterruptedException {
        while (true) {
            try {
                return scene.send(scene.person(0), member, key, number, text);
            } catch (IOException e) {
                // Unknown: the same call again, which makes it one more duplicate.
            }
        }
    }

    private static Reply otherText(Scene scene, Person person, String key) throws IOException, InterruptedException {
        return Http.call(person.send(scene.stage().b().url(), key, "something else"));
    }
}
