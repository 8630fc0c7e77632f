package dev.rapport.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import dev.rapport.testsupport.World;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** P3 while people send, edit and delete at the same time, and some of it is rolled back. */
@QuarkusTest
class ChangesAtOnceTest {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 12;

    @Inject
    Messages messages;

    @Inject
    MessageChanges changes;

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final AtomicLong committed = new AtomicLong();

    @Test
    void reader_whoFollowsHasWhatThereIsAndVersionsAreDense() throws Exception {
        var running = new CountDownLatch(WRITERS);
        Map<Long, JsonObject> followed;
        try (var threads = Executors.newFixedThreadPool(WRITERS + 1)) {
            var reader = threads.submit(() -> follow(running));
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            write("writer " + i, i % 2 == 0);
                        } finally {
                            running.countDown();
                        }
                    }))
                    .toList();
            for (var writer : writers) {
                writer.get();
            }
            followed = reader.get();
        }
        var page = pair.coach().messages(pair.client().id(), "?limit=200").json();
        assertThat(page.getLong("version")).as("one version for each change").isEqualTo(committed.get());
        assertThat(List.copyOf(followed.values()))
                .isEqualTo(page.getJsonArray("items").stream().toList());
        assertThat(followed.keySet()).hasSize(WRITERS * ROUNDS);
        assertThat(followed.values())
                .anyMatch(message -> message.containsKey("deleted"))
                .anyMatch(message -> message.containsKey("editedAt"));
    }

    /** Sends; edits each message that it sent, and deletes each third; the same again is rolled back. */
    private void write(String name, boolean asClient) {
        var sender = new UserId((asClient ? pair.client() : pair.coach()).id());
        var peer = (asClient ? pair.coach() : pair.client()).id();
        for (int i = 0; i < ROUNDS; i++) {
            var text = name + ", message " + i;
            var seq = messages.send(Actor.of(sender), peer, UUID.randomUUID(), MessageText.of(text))
                    .message()
                    .seq();
            changes.edit(sender, peer, seq, MessageText.of(text + ", edited"));
            committed.addAndGet(2);
            rolledBack(() -> changes.edit(sender, peer, seq, MessageText.of("never")));
            rolledBack(() -> changes.delete(sender, peer, seq));
            if (i % 3 == 0) {
                changes.delete(sender, peer, seq);
                committed.incrementAndGet();
            }
        }
    }

    private static void rolledBack(Runnable change) {
        assertThatExceptionOfType(RolledBack.class)
                .isThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    change.run();
                    throw new RolledBack();
                }));
    }

    /** Ends a transaction as a failure would. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a reader of {@code since} has when all is written; checked page by page. */
    private Map<Long, JsonObject> follow(CountDownLatch running) {
        var known = new TreeMap<Long, JsonObject>();
        long version = 0;
        while (true) {
            var lastRound = running.getCount() == 0;
            var page = pair.coach()
                    .messages(pair.client().id(), "?limit=5&since=" + version)
                    .json();
            for (var item : page.getJsonArray("items")) {
                var message = (JsonObject) item;
                assertThat(message.getString("text")).isNotEqualTo("never");
                assertThat(message.getLong("version")).isGreaterThan(version);
                version = message.getLong("version");
                known.put(message.getLong("seq"), message);
            }
            version = page.getLong("version");
            if (lastRound && !page.getBoolean("hasMore")) {
                return known;
            }
        }
    }

    @Test
    void editAndDelete_atOnceEndDeleted() throws Exception {
        for (int i = 1; i <= 10; i++) {
            pair.client().send(pair.coach().id(), "first");
            var seq = i;
            var ready = new CountDownLatch(2);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var edit = threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return pair.client().edit(pair.coach().id(), seq, "second");
                });
                var delete = threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return pair.client().deleteMessage(pair.coach().id(), seq);
                });
                assertThat(edit.get().status()).isIn(200, 409);
                assertThat(delete.get().status()).isEqualTo(204);
            }
        }
        assertThat(pair.coach().texts(pair.client().id(), "")).hasSize(10).containsOnly("");
    }
}
