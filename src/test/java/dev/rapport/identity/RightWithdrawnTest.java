package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A right that ends, ends everywhere: at once for calls, within five seconds for sockets. */
@QuarkusTest
class RightWithdrawnTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();

    @ParameterizedTest(name = "A16 {0}")
    @CsvSource({"signed out, unauthenticated, 4401", "revoked, unauthenticated, 4401", "unassigned, not-found, 4403"})
    @DisplayName("A16 a right withdrawn")
    void right_withdrawnEndsCallsAtOnceAndTheSocketSoon(String how, String slug, int closeCode) {
        var client = pair.client();
        var socket = client.connect().ready();
        switch (how) {
            case "signed out" -> client.post("/api/v1/me/sign-out-everywhere");
            case "revoked" -> world.platform().post("/api/v1/platform/users/" + client.id() + "/revoke");
            default -> world.end(pair.assignmentId());
        }
        assertProblem(client.messages(pair.coach().id(), ""), slug);
        assertProblem(client.send(pair.coach().id(), "too late"), slug);
        assertThat(socket.closeCode(Duration.ofSeconds(5))).isEqualTo(closeCode);
        assertThat(pair.coach().get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A16 a role that was taken away")
    void role_takenAwayIsForbiddenWithTheNextToken() {
        assertProblem(world.caller(pair.coach().id(), "none").get("/api/v1/me"), "forbidden");
        // Whoever cannot wait for the old token's end revokes it as well.
        assertThat(world.platform()
                        .post("/api/v1/platform/users/" + pair.coach().id() + "/revoke")
                        .status())
                .isEqualTo(204);
        assertProblem(pair.coach().messages(pair.client().id(), ""), "unauthenticated");
    }
}
