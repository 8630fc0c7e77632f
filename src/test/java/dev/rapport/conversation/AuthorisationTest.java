package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.TwoTimes;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a refusal gives away; who may call what is in {@code docs/authorisation.md}. */
@QuarkusTest
class AuthorisationTest {
    private static final Set<String> DIFFERENT_EACH_TIME = Set.of("date", "x-request-id");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get");

    private static World.@Nullable Pair talking;

    private final World world = World.ofTestApplication();

    static Stream<Operation> operations() {
        return ApiDocument.ofTestApplication().operations().stream();
    }

    static Stream<Operation> conversationOperations() {
        return operations().filter(Operation::isOnAConversation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversationOperations")
    @DisplayName("A21 another's conversation is the same answer as one that does not exist")
    void conversation_ofOthersIsTheSameAnswerAsOneThatDoesNotExist(Operation operation) {
        var others = world.pair();
        others.client().send(others.coach().id(), "theirs");
        var former = world.pair();
        former.client().send(former.coach().id(), "of before");
        world.end(former.assignmentId());
        var busy = world.assign(world.person("client"), former.coach());

        // Who asks, and for whose conversation.
        var attempts = Map.of(
                "a stranger for one of two who talk",
                        new Attempt(world.person("client"), others.coach().id()),
                "a stranger for the other",
                        new Attempt(world.person("coach"), others.client().id()),
                "another coach for a client",
                        new Attempt(busy.coach(), others.client().id()),
                "a former coach", new Attempt(former.coach(), former.client().id()),
                "a former client", new Attempt(former.client(), former.coach().id()),
                "a coach for oneself",
                        new Attempt(others.coach(), others.coach().id()),
                "a person whom nobody has put",
                        new Attempt(unknown(), others.client().id()),
                "a coach for what is no id", new Attempt(others.coach(), "%20"),
                "a coach for the longest id", new Attempt(others.coach(), "x".repeat(64)));
        var expected = outcome(call(operation, others.coach(), "random-" + UUID.randomUUID()));
        attempts.forEach((who, attempt) -> assertThat(outcome(call(operation, attempt.caller(), attempt.peer())))
                .as(operation + " by " + who)
                .isEqualTo(expected));
    }

    /** One wrong caller. */
    private record Attempt(ChatClient caller, String peer) {}

    /** What a caller can tell two answers apart by. */
    private record Outcome(int status, Map<String, List<String>> headers, String body) {}

    private static Outcome outcome(Answer answer) {
        assertProblem(answer, "not-found");
        var headers = new TreeMap<String, List<String>>();
        answer.http().headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        assertThat(headers).containsKey("content-length");
        headers.keySet().removeAll(DIFFERENT_EACH_TIME);
        return new Outcome(answer.status(), headers, answer.body().replace(answer.header("X-Request-Id"), "<id>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversationOperations")
    @DisplayName("A21 another's conversation takes the same time as one that does not exist")
    void conversation_ofOthersTakesTheSameTimeAsOneThatDoesNotExist(Operation operation) {
        var others = world.pair();
        others.client().send(others.coach().id(), "theirs");
        // Several, so that no limit on one person's requests is met.
        var strangers = IntStream.range(0, 20).mapToObj(i -> unknown()).toList();
        TwoTimes.assertAlike(
                operation.toString(),
                i -> call(operation, strangers.get(i % 20), others.client().id()),
                i -> call(operation, strangers.get(i % 20), "client-" + UUID.randomUUID()));
    }

    private static Answer call(Operation operation, ChatClient caller, String peer) {
        return operation.call(caller, Map.of("peerId", peer, "seq", "1"));
    }

    static Stream<Arguments> methodsThatAreNotTaken() {
        var taken = new TreeMap<String, Set<String>>();
        operations()
                .forEach(operation -> taken.computeIfAbsent(operation.path(), path -> new TreeSet<>())
                        .add(operation.method()));
        return taken.entrySet().stream()
                .flatMap(path -> METHODS.stream()
                        .filter(method -> !path.getValue().contains(method))
                        .filter(method ->
                                !(method.equals("HEAD") && path.getValue().contains("GET")))
                        .map(method -> Arguments.argumentSet(
                                method + " " + path.getKey(), method, path.getKey(), path.getValue())));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("methodsThatAreNotTaken")
    @DisplayName("A19 a method that a path does not take")
    void method_thatIsNotTakenIsToldTheOthersAndNothingElse(String method, String path, Set<String> taken) {
        var pair = talking();
        var isForThePlatform = path.startsWith("/api/v1/platform/");
        var isForCoaches = path.equals("/api/v1/me/availability");
        var address = path.replace("{peerId}", pair.coach().id())
                .replace("{userId}", pair.client().id())
                .replace("{id}", pair.assignmentId())
                .replace("{seq}", "1");
        var random = path.replaceAll("\\{[^}]+}", "9");
        var needsNoToken = path.equals("/api/v1/client-config");
        assertThat(world.nobody().call(method, address, null).status()).isEqualTo(needsNoToken ? 405 : 401);
        var wrong = isForThePlatform ? pair.client() : world.platform();
        assertThat(wrong.call(method, address, null).status()).isEqualTo(403);
        var person = isForCoaches ? pair.coach() : pair.client();
        var right = isForThePlatform ? world.platform() : person;
        for (var answer : List.of(
                right.call(method, address, null),
                right.call(method, random, null),
                (isForThePlatform || isForCoaches ? right : unknown()).call(method, address, null))) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(405);
            assertThat(Set.of(answer.header("Allow").split(", "))).isEqualTo(taken);
            if (!method.equals("HEAD")) {
                assertProblem(answer, "method-not-allowed");
            }
        }
        assertThat(pair.client().texts(pair.coach().id(), "")).containsExactly("x");
    }

    static Stream<Operation> reads() {
        return operations().filter(operation -> operation.method().equals("GET"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reads")
    @DisplayName("A19 HEAD answers as GET does")
    void head_answersAsGetDoes(Operation operation) {
        var pair = talking();
        var right = operation.isForThePlatform() ? world.platform() : pair.client();
        for (var caller : List.of(
                right, unknown(), world.nobody(), operation.isForThePlatform() ? pair.client() : world.platform())) {
            var address = operation.address(Map.of("peerId", pair.coach().id(), "id", pair.assignmentId(), "seq", "1"));
            var get = caller.get(address);
            var head = caller.call("HEAD", address, null);
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    @DisplayName("A19 the platform's operations by an address written in another way")
    void platformOperations_writtenInOtherWaysAreForbidden() {
        var client = world.person("client");
        for (var path : List.of(
                "/api/v1/platform;x=1/assignments/1",
                "/api/v1/%70latform/assignments/1",
                "/api/v1//platform/assignments/1",
                "/api/v1/me/../platform/assignments/1",
                "/api/v1/me/%2e%2e/platform/assignments/1")) {
            assertThat(client.get(path).status()).as(path).isIn(403, 404);
            assertThat(world.nobody().get(path).status()).as(path).isIn(401, 404);
        }
    }

    /** A pair with one message, the same for all tests that only read. */
    private World.Pair talking() {
        var pair = talking;
        if (pair == null) {
            pair = world.pair();
            assertThat(pair.client().send(pair.coach().id(), "x").status()).isEqualTo(201);
            talking = pair;
        }
        return pair;
    }

    private ChatClient unknown() {
        return world.caller("unknown-" + UUID.randomUUID(), "client");
    }
}
