package dev.rapport.problem;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.TalkingPair;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that say more, less or something else than the API document, for every operation in it. */
@QuarkusTest
class AddressAttackTest {
    private static final String CANARY = "canary";

    private static @Nullable TalkingPair shared;

    private final World world = World.ofTestApplication();
    private final TalkingPair talking = shared();

    /** One for all: what is refused changes nothing. */
    private TalkingPair shared() {
        var known = shared;
        if (known == null) {
            known = TalkingPair.of(world);
            shared = known;
        }
        return known;
    }

    static Stream<Operation> operations() {
        return ApiDocument.ofTestApplication().operations().stream();
    }

    static Stream<Arguments> queryParameters() {
        return operations()
                .flatMap(operation -> operation.queryParameters().stream()
                        .map(name -> Arguments.argumentSet(name + " of " + operation, operation, name)));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("queryParameters")
    @DisplayName("A24 a parameter that is empty, doubled or written otherwise")
    void parameter_emptyOrDoubledIsInvalid(Operation operation, String name) {
        for (var query : List.of(
                name + "=", name, name + "=1&" + name + "=2", name + "=1&" + name + "=1", name + "=1&" + name + "=")) {
            var answer = operation.call(talking.caller(operation), talking.values(), "?" + query);
            assertProblem(answer, "invalid-parameter").ofField(name).withDetail();
        }
        for (var query : List.of(name.toUpperCase(Locale.ROOT) + "=1", name + "%00=1", name + "[]=1")) {
            var answer = operation.call(talking.caller(operation), talking.values(), "?" + query);
            assertProblem(answer, "invalid-parameter").withDetail();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    @DisplayName("A24 a parameter that the call does not take")
    void parameter_unknownIsInvalidAndNothingHappens(Operation operation) {
        for (var query : List.of(CANARY + "=1", CANARY, "=1", "sort=text%3Bdrop", "user-id=9", "access_token=x")) {
            var answer = operation.call(talking.caller(operation), talking.values(), "?" + query);
            assertProblem(answer, "invalid-parameter").withDetail().withoutEcho(CANARY, "drop");
        }
        assertThat(talking.pair().client().texts(talking.pair().coach().id(), ""))
                .containsExactly("the first message");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    @DisplayName("A19 an address with matrix parameters")
    void address_withMatrixParametersIsNotFound(Operation operation) {
        var address = operation.address(talking.values());
        for (int end = address.indexOf('/', 1); end > 0; end = address.indexOf('/', end + 1)) {
            if (end <= "/api/v1".length()) {
                continue;
            }
            var odd = address.substring(0, end) + ";a=b" + address.substring(end);
            assertThat(world.nobody().call(operation.method(), odd, null).status())
                    .isEqualTo(401);
            assertThat(operation
                            .callAt(talking.caller(operation), odd, talking.values())
                            .status())
                    .as(odd)
                    .isIn(403, 404);
        }
        assertProblem(operation.callAt(talking.caller(operation), address + ";a=b", talking.values()), "not-found");
        assertThat(talking.pair().client().texts(talking.pair().coach().id(), ""))
                .containsExactly("the first message");
    }

    @Test
    @DisplayName("A19 a person with a semicolon is not stored as what stands before it")
    void putUser_withAMatrixParameterStoresNobody() {
        var id = "user-" + UUID.randomUUID();
        var name = new JsonObject().put("displayName", "x");
        for (var odd : List.of(id + ";b", id + ";", id + ";a=b", id + ";%20")) {
            assertProblem(world.platform().put("/api/v1/platform/users/" + odd, name), "not-found");
        }
        assertThat(world.platform().put("/api/v1/platform/users/" + id, name).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/me", "/api//", "/%61pi/"})
    @DisplayName("A1 an address that does not exist asks for a token too")
    void address_thatDoesNotExistAsksForAToken(String path) {
        assertProblem(world.nobody().get(path), "unauthenticated");
        assertProblem(talking.pair().client().get(path), "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=0",
                "application/json; q=0.000",
                "APPLICATION/JSON;Q=0",
                "application/json;q=0, */*",
                "application/json;q=0, application/*, */*;q=1",
                "*/*;q=0",
                "application/*;q=0, text/html",
                "text/html",
                "text/html, */*;q=0"
            })
    @DisplayName("A37 JSON that the caller refuses")
    void accept_thatRefusesJsonIsNotAcceptable(String accept) {
        assertProblem(talking.pair().client().call("GET", "/api/v1/me", null, "Accept", accept), "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=0.001",
                "application/json;q=1, */*;q=0",
                "application/*;q=0, application/json",
                "text/html;q=0, */*",
                "text/html, application/*;q=0.1",
                "application/json;q=0, application/json;charset=utf-8"
            })
    @DisplayName("A37 JSON that the caller takes, if nothing else")
    void accept_thatLeavesJsonIsAnswered(String accept) {
        var client = talking.pair().client();
        assertThat(client.call("GET", "/api/v1/me", null, "Accept", accept).status())
                .isEqualTo(200);
    }
}
