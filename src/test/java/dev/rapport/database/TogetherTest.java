package dev.rapport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Collection<Integer>> questions = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Map<Integer, String>> answers = new LinkedBlockingQueue<>();
    private final Together<Integer, String> together = new Together<>(vertx, this::question);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<Integer, String> question(Collection<Integer> keys) {
        questions.add(keys);
        try {
            var answer = answers.take();
            if (answer.isEmpty()) {
                throw new IllegalStateException("the database is away");
            }
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> of(Future<Optional<String>> answer) throws Exception {
        return answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void callsAtOnce_areAskedTogetherAndGetTheirOwnAnswers() throws Exception {
        var first = together.ask(0);
        await().until(() -> questions.size() == 1);
        var others = IntStream.rangeClosed(1, 50).mapToObj(together::ask).toList();
        assertThat(questions).as("one is on its way").hasSize(1);
        answers.add(Map.of(0, "nobody"));
        answers.add(Map.of(7, "seven"));
        assertThat(of(first)).contains("nobody");
        for (int i = 0; i < others.size(); i++) {
            assertThat(of(others.get(i))).isEqualTo(i == 6 ? Optional.of("seven") : Optional.empty());
        }
        assertThat(questions).hasSize(2);
    }

    /** What is on its way may have been answered before the call came. */
    @Test
    void callDuringAQuestion_isAnsweredByTheNext() throws Exception {
        var early = together.ask(1);
        await().until(() -> questions.size() == 1);
        var late = together.ask(1);
        answers.add(Map.of(1, "before"));
        answers.add(Map.of(1, "after"));
        assertThat(of(early)).contains("before");
        assertThat(of(late)).contains("after");
    }

    @Test
    void failure_isThatOfAllWhoAskedAndOfNobodyLater() throws Exception {
        var first = together.ask(1);
        await().until(() -> questions.size() == 1);
        var second = together.ask(2);
        answers.add(Map.of());
        assertThatThrownBy(() -> of(first))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the database is away");
        answers.add(Map.of(2, "two"));
        assertThat(of(second)).contains("two");
        var third = together.ask(3);
        answers.add(Map.of(3, "three"));
        assertThat(of(third)).contains("three");
    }
}
