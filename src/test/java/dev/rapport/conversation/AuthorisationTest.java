package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.World;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The wrong caller of every operation of the API document: a new operation is in these tests from its first day. */
@QuarkusTest
class AuthorisationTest {
    /** Operations that need no token. */
    private static final Set<String> PUBLIC = Set.of();

    private static final Set<String> DIFFERENT_EACH_TIME = Set.of("date", "x-request-id");

    @TestHTTPResource(value = "/openapi?format=json", management = true)
    URI document;

    private final World world = World.ofTestApplication();

    @Test
    void document_namesEveryOperationOfTheContract() {
        assertThat(ApiDocument.at(document).operations())
                .extracting(Operation::toString)
                .contains(
                        "GET /api/v1/me",
                        "POST /api/v1/me/sign-out-everywhere",
                        "GET /api/v1/conversations",
                        "GET /api/v1/conversations/{peerId}",
                        "GET /api/v1/conversations/{peerId}/audit",
                        "POST /api/v1/conversations/{peerId}/messages",
                        "GET /api/v1/conversations/{peerId}/messages",
                        "GET /api/v1/conversations/{peerId}/messages/{seq}",
                        "PUT /api/v1/conversations/{peerId}/read",
                        "PUT /api/v1/platform/users/{userId}",
                        "POST /api/v1/platform/users/{userId}/revoke",
                        "PUT /api/v1/platform/assignments/{id}",
                        "GET /api/v1/platform/assignments/{id}",
                        "DELETE /api/v1/platform/assignments/{id}")
                .allMatch(operation -> operation.matches("[A-Z]+ /api/v1/.+"));
    }

    @Test
    void conversation_ofOthersIsTheSameAnswerAsOneThatDoesNotExist() {
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
        for (var operation : conversationOperations()) {
            var expected = outcome(operation.call(others.coach(), "random-" + UUID.randomUUID()));
            attempts.forEach((who, attempt) -> assertThat(outcome(operation.call(attempt.caller(), attempt.peer())))
                    .as(operation + " by " + who)
                    .isEqualTo(expected));
        }
    }

    /** One wrong caller. */
    private record Attempt(ChatClient caller, String peer) {}

    /** What a caller can tell two answers apart by. */
    private record Outcome(int status, Map<String, List<String>> headers, Map<String, Object> problem) {}

    private static Outcome outcome(Answer answer) {
        assertProblem(answer, "not-found");
        var headers = new TreeMap<String, List<String>>();
        answer.http().headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        headers.keySet().removeAll(DIFFERENT_EACH_TIME);
        var problem = new TreeMap<>(answer.json().getMap());
        problem.remove("requestId");
        return new Outcome(answer.status(), headers, problem);
    }

    @Test
    void conversation_ofOnesOwnIsFound() {
        // Else the refusals above might come from a call that is wrong in itself.
        var pair = world.pair();
        pair.client().send(pair.coach().id(), "x");
        for (var operation : conversationOperations()) {
            assertThat(operation.call(pair.coach(), pair.client().id()).status())
                    .as(operation.toString())
                    .isBetween(200, 299);
        }
    }

    private List<Operation> conversationOperations() {
        var operations = ApiDocument.at(document).operations().stream()
                .filter(Operation::isOnAConversation)
                .toList();
        assertThat(operations).hasSizeGreaterThanOrEqualTo(5);
        return operations;
    }

    @Test
    void everyOperation_withoutATokenIsUnauthenticated() {
        for (var operation : ApiDocument.at(document).operations()) {
            if (!PUBLIC.contains(operation.toString())) {
                assertProblem(operation.call(world.nobody(), "x"), "unauthenticated");
                assertProblem(operation.call(new ChatClient(world.base(), "x", "a.b.c"), "x"), "unauthenticated");
            }
        }
    }

    @Test
    void everyOperation_ofTheOtherSideIsForbidden() {
        var client = world.person("client");
        var coach = world.person("coach");
        var person = world.person("client");
        var gardener = world.caller(person.id(), "gardener");
        for (var operation : ApiDocument.at(document).operations()) {
            if (PUBLIC.contains(operation.toString())) {
                continue;
            }
            var wrong = operation.isForThePlatform()
                    ? List.of(client, coach, gardener)
                    : List.of(world.platform(), gardener);
            for (var caller : wrong) {
                assertProblem(operation.call(caller, person.id()), "forbidden");
            }
        }
        // Nothing has happened: the person was not revoked.
        assertThat(person.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
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

    private ChatClient unknown() {
        return world.caller("unknown-" + UUID.randomUUID(), "client");
    }
}
