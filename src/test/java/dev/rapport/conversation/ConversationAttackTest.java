package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.Listener;
import dev.rapport.testsupport.TalkingPair;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's conversations, and values that would be something else than values. */
@QuarkusTest
class ConversationAttackTest {
    private static final List<String> INJECTIONS = List.of(
            "'; drop table message; --",
            "' or '1'='1",
            "\" or \"\"=\"",
            "1;select pg_sleep(9)",
            "1) or (1=1",
            "%",
            "_",
            "\\",
            "*",
            "$1",
            ":user",
            "?",
            "null",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/x}",
            "#{T(java.lang.Runtime)}",
            "../../platform/users");

    private final World world = World.ofTestApplication();

    static Stream<Operation> operations() {
        return ApiDocument.ofTestApplication().operations().stream();
    }

    @ParameterizedTest(name = "A22 {0}")
    @ValueSource(strings = {"client", "coach"})
    @DisplayName("A22 the list is of one's own, and nobody can be looked up")
    void people_areKnownByAnAssignmentAlone(String role) {
        var known = world.pair();
        var stranger = world.assign(world.person("client"), world.person("coach"));
        var caller = role.equals("client") ? known.client() : known.coach();
        var peer = role.equals("client") ? known.coach() : known.client();
        var list = caller.get("/api/v1/conversations?limit=200");
        assertThat(list.items()).hasSize(1);
        assertThat(list.body())
                .contains(peer.id())
                .doesNotContain(stranger.client().id(), stranger.coach().id());
        for (var path :
                List.of("/api/v1/users", "/api/v1/users/", "/api/v1/coaches", "/api/v1/me/", "/api/v1/search")) {
            for (var other : List.of(stranger.coach().id(), "nobody-" + UUID.randomUUID())) {
                assertThat(caller.get(path + other).status()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest(name = "A23 {0}")
    @ValueSource(strings = {"0", "1", "2", "3", "42", "1000", "00000000-0000-0000-0000-000000000001"})
    @DisplayName("A23 an id that is guessed")
    void conversation_ofAGuessedIdIsNotFound(String guess) {
        // The database numbers conversations; no address knows those numbers.
        var pair = world.pair();
        assertProblem(pair.client().get("/api/v1/conversations/" + guess), "not-found");
        assertProblem(pair.client().messages(guess, "?since=0"), "not-found");
        assertProblem(pair.client().send(guess, "x"), "not-found");
        var last = pair.coach().id();
        var neighbour = last.substring(0, last.length() - 1) + (last.endsWith("0") ? "1" : "0");
        assertProblem(pair.client().messages(neighbour, ""), "not-found");
    }

    @ParameterizedTest(name = "A26 {0}")
    @ValueSource(strings = {"closed", "oneself", "not assigned", "not yet", "unknown"})
    @DisplayName("A26 a conversation that is not open to the caller")
    void send_whereNothingIsOpenIsNotFound(String why) {
        var pair = world.pair();
        var client = pair.client();
        var peer = switch (why) {
            case "closed" -> {
                world.end(pair.assignmentId());
                yield pair.coach().id();
            }
            case "oneself" -> client.id();
            case "not assigned" -> world.pair().coach().id();
            case "not yet" -> {
                var coach = world.person("coach");
                var ahead = new JsonObject()
                        .put("clientId", client.id())
                        .put("coachId", coach.id())
                        .put("startsAt", "2998-01-01T00:00:00Z");
                var path = "/api/v1/platform/assignments/" + UUID.randomUUID();
                assertThat(world.platform().put(path, ahead).status()).isEqualTo(201);
                yield coach.id();
            }
            default -> "unknown-" + UUID.randomUUID();
        };
        assertProblem(client.send(peer, "x"), "not-found");
        assertProblem(client.put("/api/v1/conversations/" + peer + "/read", "{\"seq\":1}"), "not-found");
        assertProblem(client.messages(peer, ""), "not-found");
        assertThat(client.get("/api/v1/conversations").body()).doesNotContain("\"x\"");
    }

    static Stream<Arguments> headersOfOthers() {
        return Stream.of(
                        "X-User-Id",
                        "X-Forwarded-User",
                        "X-Remote-User",
                        "X-Tenant",
                        "X-Original-URL",
                        "X-Rewrite-URL",
                        "X-Forwarded-Prefix",
                        "X-Forwarded-Host",
                        "Forwarded",
                        "X-HTTP-Method-Override",
                        "X-HTTP-Method",
                        "X-Method-Override",
                        "Cookie")
                .map(name -> Arguments.argumentSet(name, name));
    }

    @ParameterizedTest(name = "A28 {argumentSetName}")
    @MethodSource("headersOfOthers")
    @DisplayName("A28 a header that would change who calls what")
    void header_ofAProxyChangesNothing(String name) {
        var pair = world.pair();
        var stranger = world.pair().client();
        for (var value : List.of(
                pair.client().id(),
                "DELETE",
                "/api/v1/platform/users/x",
                "for=" + pair.client().id() + ";host=evil.example",
                "Bearer=" + pair.client().token())) {
            assertProblem(
                    stranger.call("GET", "/api/v1/conversations/" + pair.coach().id(), null, name, value), "not-found");
            var me = stranger.call("GET", "/api/v1/me", null, name, value);
            assertThat(me.json().getString("id")).isEqualTo(stranger.id());
            assertThat(me.body()).doesNotContain("evil.example");
            assertProblem(world.nobody().call("GET", "/api/v1/me", null, name, value), "unauthenticated");
        }
        assertThat(stranger.call("POST", "/api/v1/me/sign-out-everywhere", null, name, "GET")
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest(name = "A41 {0}")
    @MethodSource("operations")
    @DisplayName("A41 A44 code of another language in every parameter")
    void parameter_isNeverCode(Operation operation) {
        var talking = TalkingPair.of(world);
        var pair = talking.pair();
        var bystander = world.pair();
        for (var injection : INJECTIONS) {
            var encoded = URLEncoder.encode(injection, StandardCharsets.UTF_8).replace("+", "%20");
            for (var name : talking.values().keySet()) {
                if (operation.path().contains("{" + name + "}")) {
                    var values = new HashMap<>(talking.values());
                    values.put(name, encoded);
                    assertLiteral(operation.call(talking.caller(operation), values), injection);
                }
            }
            for (var name : operation.queryParameters()) {
                var answer = operation.call(talking.caller(operation), talking.values(), "?" + name + "=" + encoded);
                assertProblem(answer, "invalid-parameter").ofField(name);
            }
            if (operation.takesABody()) {
                for (var name : operation.fields()) {
                    var body = operation.body(talking.values()).put(name, injection);
                    assertLiteral(post(talking, operation, body), injection);
                }
            }
        }
        // Whatever was stored was stored for the one it was meant for.
        assertThat(bystander.client().get("/api/v1/me").json().getString("displayName"))
                .isEqualTo("Person of a test");
        assertThat(bystander.client().send(bystander.coach().id(), "x").status())
                .isEqualTo(201);
        assertThat(bystander.coach().texts(bystander.client().id(), "")).containsExactly("x");
        assertThat(bystander.client().get("/api/v1/conversations").items()).hasSize(1);
        assertThat(pair.coach().get("/api/v1/me").status()).isEqualTo(200);
    }

    private static Answer post(TalkingPair talking, Operation operation, JsonObject body) {
        return ChatClient.call(operation
                .request(talking.caller(operation), operation.address(talking.values()))
                .method(operation.method(), BodyPublishers.ofString(body.encode()))
                .build());
    }

    /** Refused as a value, or taken as one and told back unchanged. */
    private static void assertLiteral(Answer answer, String injection) {
        if (answer.status() >= 400) {
            assertThat(answer.status()).as(answer.body()).isIn(400, 404, 405, 409, 422);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        } else if (answer.status() != 204) {
            assertThat(answer.json().getMap().values().stream().map(String::valueOf))
                    .contains(injection);
        }
    }

    static Stream<String> lures() {
        return Stream.of(
                "%s/preview",
                "<img src=\"%s/pixel\">",
                "![x](%s/x.png)",
                "@import url(%s/x.css)",
                "${jndi:ldap://%s/x}",
                "<!DOCTYPE x [<!ENTITY y SYSTEM \"%s\">]><x>&y;</x>",
                "{\"@type\":\"java.net.URL\",\"val\":\"%s\"}",
                "(a+)+$ %s " + "a".repeat(2000) + "!");
    }

    @ParameterizedTest(name = "A43 {0}")
    @MethodSource("lures")
    @DisplayName("A43 A44 an address in a text is called by nobody")
    void address_inATextIsNotCalled(String lure) {
        try (var attacker = new Listener()) {
            var pair = world.pair();
            var text = String.format(lure, attacker.address());
            assertThat(pair.client().send(pair.coach().id(), text).status()).isEqualTo(201);
            var name = text.substring(0, Math.min(100, text.length()));
            assertThat(world.platform()
                            .put(
                                    "/api/v1/platform/users/" + pair.client().id(),
                                    new JsonObject().put("displayName", name))
                            .status())
                    .isEqualTo(200);
            assertThat(pair.coach().texts(pair.client().id(), "")).containsExactly(text);
            assertThat(pair.coach().get("/api/v1/conversations").body())
                    .contains(new JsonObject().put("x", name).encode().replaceAll("^\\{\"x\":|}$", ""));
            attacker.assertNobodyCalled();
        }
    }
}
