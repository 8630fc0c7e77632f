package dev.rapport.faults;

import dev.rapport.faults.History.Event;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends one message after the other, each with its own key, and repeats a call until it knows. */
final class Sender {
    /** One in so many is never repeated, so that there are sends of which nobody knows. */
    private static final int SENT_ONCE = 8;

    private static final int PAUSE_MILLIS = 400;
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(40);

    private final Person person;
    private final History history;
    private final String canary;
    private final RandomGenerator random;
    private volatile boolean stopping;
    private volatile long patienceEnds = Long.MAX_VALUE;
    private int count;

    Sender(Person person, History history, String canary, RandomGenerator random) {
        this.person = person;
        this.history = history;
        this.canary = canary;
        this.random = random;
    }

    /** No new message; the one that is under way may be repeated for a while. */
    void stop() {
        patienceEnds = System.nanoTime() + LAST_PATIENCE.toNanos();
        stopping = true;
    }

    void run() {
        try {
            while (!stopping) {
                Thread.sleep(random.nextInt(PAUSE_MILLIS / 8, PAUSE_MILLIS));
                send(random.nextInt(SENT_ONCE) > 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message with a new key; answers once it is stored or given up. */
    void send(boolean repeated) throws InterruptedException {
        var key = new UUID(random.nextLong(), random.nextLong()).toString();
        var text = canary + " " + person.id() + " " + count++;
        for (var number = 1; number == 1 || (repeated && System.nanoTime() < patienceEnds); number++) {
            history.add(new Event.Attempt(history.now(), key, number, person.id(), person.peer(), text));
            try {
                var reply = Http.call(person.send(person.anywhere().get(), key, text));
                history.add(new Event.Answered(history.now(), key, number, reply, seq(reply)));
                if (!reply.asksToRepeat()) {
                    return;
                }
                Thread.sleep(waiting(reply));
            } catch (IOException e) {
                history.add(new Event.Unknown(history.now(), key, number, String.valueOf(e.getMessage())));
                Thread.sleep(random.nextInt(100, 600));
            }
        }
    }

    private static Duration waiting(Reply reply) {
        return reply.retryAfter().isEmpty()
                ? Duration.ofSeconds(1)
                : Duration.ofSeconds(Long.parseLong(reply.retryAfter()));
    }

    private static @Nullable Long seq(Reply reply) {
        return reply.isSuccess() ? new JsonObject(reply.body()).getLong("seq") : null;
    }
}
