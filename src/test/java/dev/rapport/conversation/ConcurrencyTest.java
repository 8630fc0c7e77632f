package dev.rapport.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.identity.Actor;
import dev.rapport.identity.UserId;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** P2 and P3 under many writers at once. */
@QuarkusTest
class ConcurrencyTest {
    private static final int WRITERS = 16;
    private static final int TRIES = 25;

    @Inject
    Messages messages;

    @Inject
    Conversations conversations;

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();

    @Test
    void since_bringsEveryChangeOnceInOrderWhileSixteenWriteAndRollBack() throws Exception {
        Set<String> committed = ConcurrentHashMap.newKeySet();
        var running = new CountDownLatch(WRITERS);
        try (var threads = Executors.newFixedThreadPool(WRITERS + 2)) {
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            write("writer " + i, i % 2 == 0, committed);
                        } finally {
                            running.countDown();
                        }
                    }))
                    .toList();
            var coach = threads.submit(() -> follow(pair.coach(), pair.client(), running));
            var client = threads.submit(() -> follow(pair.client(), pair.coach(), running));
            for (var writer : writers) {
                writer.get();
            }
            for (var reader : List.of(coach, client)) {
                var texts = reader.get();
                assertThat(texts).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
            }
        }
        // Some did roll back, so that there was something to lose.
        assertThat(committed).hasSizeBetween(WRITERS, WRITERS * TRIES - 1);
    }

    /** Sends, and moves read marks; a third of the sends fails when all is written but the commit. */
    private void write(String name, boolean asClient, Set<String> committed) {
        var sender = new UserId((asClient ? pair.client() : pair.coach()).id());
        var peer = (asClient ? pair.coach() : pair.client()).id();
        for (int i = 0; i < TRIES; i++) {
            var text = name + ", message " + i;
            var fails = ThreadLocalRandom.current().nextInt(3) == 0;
            Failure.IS_DUE.set(fails);
            try {
                var sent = messages.send(Actor.of(sender), peer, UUID.randomUUID(), MessageText.of(text));
                committed.add(text);
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    conversations.markRead(sender, peer, sent.message().seq());
                }
            } catch (IllegalStateException e) {
                // As meant: nobody may ever see it.
                assertThat(fails).as(e.toString()).isTrue();
            } finally {
                Failure.IS_DUE.remove();
            }
        }
    }

    /** Ends the transaction of this thread's next send as a failing database would. */
    @ApplicationScoped
    static class Failure {
        static final ThreadLocal<Boolean> IS_DUE = ThreadLocal.withInitial(() -> false);

        void sent(@Observes ConversationEvent.MessageSent event) {
            if (IS_DUE.get()) {
                event.writes().add("select 1 / 0");
            }
        }
    }

    /** The texts in the order in which a reader of {@code since} meets them; checked page by page. */
    private List<String> follow(ChatClient reader, ChatClient peer, CountDownLatch running) {
        var texts = new ArrayList<String>();
        long version = 0;
        while (true) {
            var lastRound = running.getCount() == 0;
            var page = reader.messages(peer.id(), "?limit=7&since=" + version).json();
            for (var item : page.getJsonArray("items")) {
                var message = (JsonObject) item;
                assertThat(message.getLong("version")).isGreaterThan(version);
                version = message.getLong("version");
                // Always a prefix of the conversation: dense from 1.
                assertThat(message.getLong("seq")).isEqualTo(texts.size() + 1L);
                texts.add(message.getString("text"));
            }
            assertThat(page.getLong("version")).isGreaterThanOrEqualTo(version);
            version = page.getLong("version");
            if (lastRound && !page.getBoolean("hasMore")) {
                return texts;
            }
        }
    }

    @Test
    void sameKey_twentyTimesAtOnceIsOneMessage() throws Exception {
        var key = UUID.randomUUID();
        var answers = atOnce(20, i -> pair.client().send(pair.coach().id(), "only once", key));
        assertThat(answers)
                .extracting(ChatClient.Answer::status)
                .containsOnlyOnce(201)
                .containsOnly(200, 201);
        assertThat(answers).extracting(answer -> answer.json().getLong("seq")).containsOnly(1L);
        assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly("only once");
    }

    @Test
    void sameKey_withTwoTextsAtOnceStoresOne() throws Exception {
        var key = UUID.randomUUID();
        var answers = atOnce(20, i -> pair.client().send(pair.coach().id(), i % 2 == 0 ? "even" : "odd", key));
        assertThat(answers)
                .extracting(ChatClient.Answer::status)
                .containsOnlyOnce(201)
                .containsOnly(200, 201, 422);
        assertThat(answers).filteredOn(answer -> answer.status() == 422).hasSize(10);
        assertThat(pair.coach().texts(pair.client().id(), "")).hasSize(1);
    }

    @Test
    void differentKeys_atOnceAreDense() throws Exception {
        var answers = atOnce(20, i -> pair.client().send(pair.coach().id(), "x"));
        assertThat(answers).extracting(ChatClient.Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.json().getLong("seq"))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void read_atOnceNeverGoesBack() throws Exception {
        for (int i = 0; i < 10; i++) {
            pair.client().send(pair.coach().id(), "x");
        }
        var path = "/api/v1/conversations/" + pair.client().id() + "/read";
        var answers = atOnce(20, i -> pair.coach().put(path, new JsonObject().put("seq", i % 10 + 1)));
        assertThat(answers).extracting(ChatClient.Answer::status).containsOnly(204);
        var seen =
                pair.coach().get("/api/v1/conversations/" + pair.client().id()).json();
        assertThat(seen.getLong("readSeq")).isEqualTo(10);
        // One version for each mark that moved, from one to ten of them.
        assertThat(seen.getLong("version")).isBetween(11L, 20L);
    }

    /** One call of each of {@code count} callers, all at the same moment. */
    private static List<ChatClient.Answer> atOnce(int count, Call call)
            throws InterruptedException, ExecutionException {
        var ready = new CountDownLatch(count);
        try (var threads = Executors.newFixedThreadPool(count)) {
            var calls = IntStream.range(0, count)
                    .<Callable<ChatClient.Answer>>mapToObj(i -> () -> {
                        ready.countDown();
                        ready.await();
                        return call.make(i);
                    })
                    .toList();
            var answers = new ArrayList<ChatClient.Answer>();
            for (Future<ChatClient.Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    /** The call of one of several callers. */
    private interface Call {
        ChatClient.Answer make(int caller);
    }
}
