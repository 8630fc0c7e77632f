package dev.rapport.problem;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every refusal has in common; and addresses and methods that do not exist. */
@QuarkusTest
class ProblemShapeTest {
    private static final String ME = "/api/v1/me";

    private final World world = World.ofTestApplication();
    private final ChatClient client = world.person("client");

    @ParameterizedTest
    @ValueSource(strings = {"a", "0190a7b6-0c3c-7000-a000-000000000001", "A-9", "----"})
    void requestId_thatIsHarmlessIsTaken(String id) {
        var refused = client.call("GET", "/api/v1/none", null, "X-Request-Id", id);
        assertProblem(refused, "not-found");
        assertThat(refused.json().getString("requestId")).isEqualTo(id);
        assertThat(client.call("GET", ME, null, "X-Request-Id", id).header("X-Request-Id"))
                .isEqualTo(id);
        var unauthenticated = world.nobody().call("GET", ME, null, "X-Request-Id", id);
        assertThat(unauthenticated.json().getString("requestId")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a_b", "{\"a\":1}", "<b>", "a;b", "\u00e9", "${jndi:ldap://x}", "a\tb", "65"})
    void requestId_thatIsOddIsReplaced(String offered) {
        var id = offered.equals("65") ? "x".repeat(65) : offered;
        var refused = client.call("GET", "/api/v1/none", null, "X-Request-Id", id);
        assertProblem(refused, "not-found").withoutEcho(id);
        assertThat(refused.header("X-Request-Id")).isNotEmpty().isNotEqualTo(id);
    }

    @Test
    void requestId_isAnotherOneForEachRequest() {
        assertThat(client.get(ME).header("X-Request-Id"))
                .isNotEmpty()
                .isNotEqualTo(client.get(ME).header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/",
                "/api/v1",
                "/api/v1/",
                "/api/v1/canary",
                "/api/v2/me",
                "/api/v1/me/canary",
                "/api/v1/Me",
                "/api/v1/conversations/x/canary",
                "/api/v1/conversations/x/messages/1/canary",
                "/api/v1/%2e%2e/canary",
                "/api/v1/canary%0d%0aX-Evil:%201",
                "/api/v1/canary%00",
                "/api/v1/canary?x=%3Cscript%3E"
            })
    void address_thatDoesNotExistIsNotFound(String path) {
        var answer = client.get(path);
        assertProblem(answer, "not-found").withoutEcho("canary", "script");
        assertThat(answer.header("X-Evil")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/me, GET",
        "POST, /api/v1/conversations, GET",
        "GET, /api/v1/me/sign-out-everywhere, POST",
        "GET, /api/v1/conversations/x/read, PUT",
        "DELETE, /api/v1/conversations/x/messages, GET POST",
        "TRACE, /api/v1/me, GET"
    })
    void method_thatIsNotTakenIsToldTheOthers(String method, String path, String allowed) {
        var answer = client.call(method, path, null);
        assertProblem(answer, "method-not-allowed");
        assertThat(answer.header("Allow").split(", ?")).contains(allowed.split(" "));
        assertThat(answer.header("Allow")).doesNotContain(method);
    }

    @Test
    void method_thatIsNotTakenOfThePlatformIsToldTheOthers() {
        var answer = world.platform().call("PATCH", "/api/v1/platform/assignments/x", null);
        assertProblem(answer, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET", "PUT", "DELETE");
    }

    @Test
    void accept_ofWhatIsNotServedIsNotAcceptable() {
        for (var type : List.of("text/html", "application/xml", "image/*")) {
            assertProblem(client.call("GET", ME, null, "Accept", type), "not-acceptable");
        }
        for (var type : List.of("application/json", "*/*", "application/*", "text/html, application/json;q=0.1")) {
            assertThat(client.call("GET", ME, null, "Accept", type).status()).isEqualTo(200);
        }
    }

    @Test
    void accept_ofProblemsAloneStillGetsThem() {
        var answer = client.call(
                "GET", ChatClient.messages("random-" + UUID.randomUUID()), null, "Accept", "application/json");
        assertProblem(answer, "not-found");
    }

    @Test
    void answers_areNeverStoredByACache() {
        assertThat(client.get(ME).header("Cache-Control")).isEqualTo("no-store");
        assertThat(client.get("/api/v1/conversations").header("Cache-Control")).isEqualTo("no-store");
        assertThat(client.get(ME).header("Content-Type")).startsWith("application/json");
    }
}
