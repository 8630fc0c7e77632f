package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class RolesAndRevocationTest {
    private static final String ME = "/api/v1/me";
    private static final String UNKNOWN_ASSIGNMENT = "/api/v1/platform/assignments/unknown-" + UUID.randomUUID();

    private final World world = World.ofTestApplication();

    @ParameterizedTest
    @CsvSource({
        "coach,client,coach",
        "client,coach,coach",
        "client,admin,client",
        "Coach,client,client",
        "coach,COACH,coach"
    })
    @DisplayName("A17 several groups")
    void groups_theFirstOfCoachAndClientCounts(String one, String other, String role) {
        assertThat(callerOf(List.of(one, other)).get(ME).json().getString("role"))
                .isEqualTo(role);
    }

    @Test
    void groups_platformCountsBeforeEveryOther() {
        var caller = callerOf(List.of("client", "coach", "platform"));
        assertProblem(caller.get(ME), "forbidden");
        assertProblem(caller.get(UNKNOWN_ASSIGNMENT), "not-found");
    }

    static Stream<Object> unknownGroups() {
        return Stream.of(
                List.of(),
                List.of("admin"),
                List.of("Client"),
                List.of("client "),
                List.of("client,coach"),
                List.of(""));
    }

    @ParameterizedTest
    @MethodSource("unknownGroups")
    @DisplayName("A17 groups that are none of ours")
    void groups_withoutAKnownOneAreForbidden(Object groups) {
        var caller = callerOf(groups);
        assertProblem(caller.get(ME), "forbidden");
        assertProblem(caller.get(UNKNOWN_ASSIGNMENT), "forbidden");
        assertProblem(caller.get("/api/v1/no-such-thing"), "forbidden");
    }

    static Stream<Object> oddGroups() {
        return Stream.of(7, true, List.of(7), List.of(List.of("client")), Map.of("client", true), Map.of());
    }

    @ParameterizedTest
    @MethodSource("oddGroups")
    @DisplayName("A17 groups of another type")
    void groups_ofAnotherTypeLetNobodyIn(Object groups) {
        assertThat(callerOf(groups).get(ME).status()).isIn(401, 403);
    }

    @Test
    @DisplayName("A17 other claims that name a role")
    void groups_missingAreForbiddenWhateverOtherClaimsSay() {
        var id = "client-" + UUID.randomUUID();
        var token = world.tokens().with(id, "client", claims -> {
            claims.unsetClaim("groups");
            claims.setStringListClaim("roles", "platform");
            claims.setStringClaim("role", "platform");
            claims.setStringClaim("scope", "platform coach client");
            claims.setClaim("realm_access", Map.of("roles", List.of("platform")));
        });
        assertProblem(new ChatClient(world.base(), id, token).get(ME), "forbidden");
        assertProblem(new ChatClient(world.base(), id, token).get(UNKNOWN_ASSIGNMENT), "forbidden");
    }

    @Test
    @DisplayName("A16 a token after its revocation")
    void revoke_refusesTheOldTokenAtOnceAndNotALaterOne() {
        var pair = world.pair();
        var client = pair.client();
        assertThat(client.get(ME).status()).isEqualTo(200);
        var path = "/api/v1/platform/users/" + client.id() + "/revoke";
        assertThat(world.platform().post(path).status()).isEqualTo(204);
        assertProblem(client.get(ME), "unauthenticated");
        assertProblem(client.messages(pair.coach().id(), ""), "unauthenticated");
        assertThat(pair.coach().get(ME).status()).isEqualTo(200);
        awaitLaterTokenWorks(client.id());
        assertProblem(client.get(ME), "unauthenticated");
    }

    @Test
    void revoke_ofAPersonWhomThePlatformHasNotPutCounts() {
        var client = world.caller("client-" + UUID.randomUUID(), "client");
        assertThat(client.get(ME).status()).isEqualTo(200);
        var path = "/api/v1/platform/users/" + client.id() + "/revoke";
        assertThat(world.platform().post(path).status()).isEqualTo(204);
        assertThat(world.platform().post(path).status()).isEqualTo(204);
        assertProblem(client.get(ME), "unauthenticated");
    }

    @Test
    void revoke_ofWhatIsNoUserIdIsInvalid() {
        assertProblem(world.platform().post("/api/v1/platform/users/a%20b/revoke"), "invalid-parameter")
                .ofField("userId");
    }

    @Test
    @DisplayName("A16 a token after the sign-out")
    void signOutEverywhere_refusesEveryTokenOfThePersonAndNobodyElses() {
        var pair = world.pair();
        var sameSecond = world.caller(pair.client().id(), "client");
        assertThat(pair.client().post("/api/v1/me/sign-out-everywhere").status())
                .isEqualTo(204);
        assertProblem(pair.client().get(ME), "unauthenticated");
        assertProblem(sameSecond.get(ME), "unauthenticated");
        assertThat(pair.coach().get(ME).status()).isEqualTo(200);
        awaitLaterTokenWorks(pair.client().id());
    }

    private void awaitLaterTokenWorks(String id) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> world.caller(id, "client").get(ME).status() == 200);
    }

    // The order of checks: each request is wrong in every later way too.

    @Test
    void order_unauthenticatedComesFirst() {
        for (var path :
                List.of("/api/v1/conversations/x/messages", "/api/v1/platform/users/a%20b", "/api/v1/no-such-thing")) {
            for (var method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                assertProblem(
                        world.nobody().call(method, path, "x".repeat(70_000), "Content-Type", "text/plain"),
                        "unauthenticated");
            }
        }
    }

    @Test
    void order_forbiddenComesBeforeMediaTypeAndSize() {
        var oversize = "x".repeat(70_000);
        assertProblem(
                world.platform().call("POST", ChatClient.messages("x"), oversize, "Content-Type", "text/plain"),
                "forbidden");
        assertProblem(
                world.person("coach")
                        .call("PUT", "/api/v1/platform/users/a%20b", oversize, "Content-Type", "text/plain"),
                "forbidden");
    }

    @Test
    void order_mediaTypeAndSizeComeBeforeTheShape() {
        var stranger = world.person("client");
        var path = ChatClient.messages("random-" + UUID.randomUUID());
        assertProblem(stranger.call("POST", path, "{", "Content-Type", "text/plain"), "unsupported-media-type");
        assertProblem(stranger.post(path, "{" + " ".repeat(70_000)), "too-large");
        assertProblem(
                world.platform().call("PUT", "/api/v1/platform/users/a%20b", "{", "Content-Type", "text/plain"),
                "unsupported-media-type");
    }

    @Test
    void order_theShapeComesBeforeNotFound() {
        var stranger = world.person("client");
        var path = ChatClient.messages("random-" + UUID.randomUUID());
        var key = new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
        assertProblem(stranger.post(path, "{", key), "invalid-json");
        assertProblem(stranger.post(path, "{\"text\":\"\"}", key), "invalid-text");
        assertProblem(stranger.post(path, "{\"text\":\"x\"}"), "idempotency-key-missing");
        assertProblem(stranger.post(path, "{\"text\":\"x\"}", "Idempotency-Key", "x"), "idempotency-key-invalid");
        assertProblem(stranger.get(path + "?limit=0"), "invalid-parameter");
        assertProblem(stranger.get(path + "?since=x"), "invalid-parameter");
        assertProblem(stranger.get(path + "/x"), "invalid-parameter");
        assertProblem(stranger.put(path.replace("/messages", "/read"), "{\"seq\":0}"), "invalid-value");
        assertProblem(stranger.post(path, "{\"text\":\"x\"}", key), "not-found");
        assertProblem(stranger.get(path + "?since=" + Long.MAX_VALUE), "not-found");
        assertProblem(stranger.put(path.replace("/messages", "/read"), "{\"seq\":9}"), "not-found");
    }

    private ChatClient callerOf(Object groups) {
        var id = "someone-" + UUID.randomUUID();
        var token = world.tokens().with(id, "client", claims -> claims.setClaim("groups", groups));
        return new ChatClient(world.base(), id, token);
    }
}
