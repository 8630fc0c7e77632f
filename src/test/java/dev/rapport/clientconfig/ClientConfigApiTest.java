package dev.rapport.clientconfig;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What anybody may ask for, and what the page may call because of it. */
@QuarkusTest
@TestProfile(ClientConfigApiTest.SigningIn.class)
class ClientConfigApiTest {
    private static final String PATH = "/api/v1/client-config";

    /** An organisation whose people sign in on Rapport's own page. */
    public static final class SigningIn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rapport.oidc.authority", "https://id.example.org:8443/realms/care",
                    "rapport.oidc.client-id", "rapport-page",
                    "rapport.locales", "nl,en",
                    "rapport.message.edit-window", "PT90S",
                    "rapport.texts.nl.office-hours", "Van 9 tot 17 uur.");
        }
    }

    private final World world = World.ofTestApplication();

    @Test
    void anybody_isTold() {
        var answer = world.nobody().get(PATH);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        // By it a page knows how old a message is, whatever its browser's clock says.
        assertThat(answer.header("Date")).isNotNull();
        assertThat(answer.json()).isEqualTo(new JsonObject("""
                {"oidc":{"authority":"https://id.example.org:8443/realms/care","clientId":"rapport-page","scope":"openid"},
                 "locales":["nl","en"],
                 "texts":{"nl":{"officeHours":"Van 9 tot 17 uur."},"en":{}},
                 "messageEditWindowSeconds":90}
                """));
        assertThat(world.person("client").get(PATH).body()).isEqualTo(answer.body());
        assertThat(world.nobody()
                        .call("GET", PATH, null, "Origin", "https://chat.example.org")
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://chat.example.org");
    }

    @Test
    void otherCalls_areRefusedAsElsewhere() {
        var nobody = world.nobody();
        assertThat(nobody.call("HEAD", PATH, null).status()).isEqualTo(200);
        var put = nobody.put(PATH, "{}");
        assertProblem(put, "method-not-allowed");
        assertThat(put.header("Allow")).isEqualTo("GET");
        assertProblem(nobody.get(PATH + "?locale=nl"), "invalid-parameter");
        assertProblem(nobody.call("GET", PATH, null, "Accept", "text/html"), "not-acceptable");
        assertProblem(nobody.call("GET", PATH, null, "Origin", "https://evil.example"), "forbidden");
        assertProblem(new ChatClient(world.base(), "x", "a.b.c").get(PATH), "unauthenticated");
    }

    @Test
    void openAddress_isOneAddress() {
        for (var other : List.of(PATH + "/", PATH + ";x=1", PATH + "/me", PATH + "x")) {
            assertThat(world.nobody().get(other).status()).as(other).isIn(401, 404);
        }
        assertProblem(world.nobody().get(PATH + "/../me"), "unauthenticated");
        assertProblem(world.nobody().get(PATH + "/%2e%2e/me"), "unauthenticated");
    }

    @Test
    void page_mayCallTheProviderAndNothingElse() {
        for (var page : List.of("/", "/index.html")) {
            assertThat(policy(page))
                    .contains("connect-src 'self' https://id.example.org:8443; ")
                    .containsOnlyOnce("https:")
                    .doesNotContain("unsafe", "*");
        }
        for (var other : List.of(PATH, "/api/v1/me", "/none")) {
            assertThat(policy(other)).startsWith("default-src 'none'").doesNotContain("example.org");
        }
    }

    private String policy(String path) {
        return world.nobody().get(path).header("Content-Security-Policy");
    }
}
