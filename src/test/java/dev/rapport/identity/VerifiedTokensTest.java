package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A token that was verified a moment ago is remembered, and judged by the time all the same. */
@QuarkusTest
class VerifiedTokensTest {
    private static final String ME = "/api/v1/me";

    /** The skew between the clocks, and a little for the way. */
    private static final Duration SOON = Duration.ofSeconds(12);

    private final World world = World.ofTestApplication();

    @Test
    void rememberedToken_endsWhenItExpires() {
        var person = world.person("client");
        var token = world.tokens().of(person.id(), "client", Duration.ofSeconds(2));
        var client = new ChatClient(world.base(), person.id(), token);
        assertThat(client.get(ME).status()).isEqualTo(200);
        assertThat(client.get(ME).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> client.get(ME).status() == 401);
    }

    @Test
    void rememberedToken_withTheSignatureOfAnotherIsUnauthenticated() {
        var person = world.person("client");
        var token = world.tokens().of(person.id(), "client");
        var other = world.tokens().of(world.person("client").id(), "client");
        assertThat(new ChatClient(world.base(), person.id(), token).get(ME).status())
                .isEqualTo(200);
        var forged = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        assertProblem(new ChatClient(world.base(), person.id(), forged).get(ME), "unauthenticated");
    }
}
