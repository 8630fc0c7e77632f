package dev.rapport.faults;

import static org.awaitility.Awaitility.await;

import dev.rapport.faults.Checker.Final;
import dev.rapport.faults.History.Message;
import dev.rapport.testsupport.World;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Pairs of people who send to each other, listen and read, all at once. */
final class Workload implements AutoCloseable {
    private final List<Person> people = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final List<Thread> sending = new ArrayList<>();
    private final List<Thread> following = new ArrayList<>();

    /** {@code anywhere} chooses a replica's address with the random numbers that it is given. */
    Workload(
            World world,
            History history,
            int pairs,
            String canary,
            SplittableRandom random,
            Function<RandomGenerator, URI> anywhere) {
        for (var i = 0; i < pairs; i++) {
            var pair = world.pair();
            for (var one : List.of(pair.client(), pair.coach())) {
                var peer = one == pair.client() ? pair.coach() : pair.client();
                // Each thread has numbers of its own, so that a seed means the same whoever runs first.
                var calls = random.split();
                var person = new Person(one.id(), String.valueOf(one.token()), peer.id(), () -> {
                    synchronized (calls) {
                        return anywhere.apply(calls);
                    }
                });
                people.add(person);
                senders.add(new Sender(person, history, canary, random.split()));
                followers.add(new Follower(person, history, random.split(), 0));
            }
        }
    }

    /** Clients and their coaches in turn. */
    List<Person> people() {
        return people;
    }

    /** Of the person at the same place. */
    List<Sender> senders() {
        return senders;
    }

    /** Begins, and waits until everybody has read something. */
    void start() {
        followers.forEach(follower -> {
            following.add(Thread.ofVirtual().start(follower::listen));
            following.add(Thread.ofVirtual().start(follower::read));
        });
        senders.forEach(sender -> sending.add(Thread.ofVirtual().start(sender::run)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> followers.stream().allMatch(follower -> follower.lastSeq() > 1));
    }

    /** No new messages; waits until each sender knows, or has given up. */
    void stopSending() throws InterruptedException {
        senders.forEach(Sender::stop);
        for (var thread : sending) {
            thread.join();
        }
    }

    /** Everything, read from the beginning by one of each pair. */
    List<Final> finals() throws IOException, InterruptedException {
        var finals = new ArrayList<Final>();
        for (var i = 0; i < people.size(); i += 2) {
            var person = people.get(i);
            finals.add(new Final(person.id(), person.peer(), everything(person)));
        }
        return finals;
    }

    private static List<Message> everything(Person person) throws IOException, InterruptedException {
        var messages = new ArrayList<Message>();
        var hasMore = true;
        for (var cursor = 0L; hasMore; ) {
            var reply = Http.call(person.messages(person.anywhere().get(), "?limit=200&since=" + cursor));
            if (!reply.isSuccess()) {
                throw new IOException("the final read was answered " + reply);
            }
            var page = new JsonObject(reply.body());
            messages.addAll(Follower.messages(page.getJsonArray("items")));
            cursor = page.getLong("version");
            hasMore = page.getBoolean("hasMore");
        }
        return messages;
    }

    /** Whether everybody has read to the end. */
    boolean hasReadAll(List<Final> finals) {
        for (var i = 0; i < people.size(); i++) {
            if (followers.get(i).lastSeq() < finals.get(i / 2).messages().size()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        followers.forEach(Follower::stop);
        following.forEach(Thread::interrupt);
        senders.forEach(Sender::stop);
        sending.forEach(Thread::interrupt);
    }
}
