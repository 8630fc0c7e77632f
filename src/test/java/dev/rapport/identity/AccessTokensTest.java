package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of the right issuer, key and audience that were made for something else. */
@QuarkusTest
class AccessTokensTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ForgedTokens tokens =
            new ForgedTokens(world.tokens(), pair.client().id());

    private static Arguments token(String what, Map<String, Object> header, Map<String, Object> claims) {
        return Arguments.argumentSet(what, header, claims);
    }

    static Stream<Arguments> otherTokens() {
        return Stream.of(
                token("ID token of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "ID", "nonce", "n", "at_hash", "h")),
                token("refresh token of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "Refresh")),
                token("offline token of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "Offline")),
                token("logout token of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "Logout")),
                token("proof-bound token of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "DPoP")),
                token("ID token of Cognito", Map.of(), Map.of("token_use", "id")),
                token("refresh token of others", Map.of(), Map.of("token_type", "refresh")),
                token("purpose that is no text", Map.of(), Map.of("token_use", List.of("access"))),
                token("one purpose of two is another", Map.of(), Map.of("token_use", "access", "typ", "ID")),
                token("ID token with a nonce", Map.of(), Map.of("nonce", "n")),
                token("ID token with the hash of a token", Map.of(), Map.of("at_hash", "h")),
                token("ID token with the hash of a code", Map.of(), Map.of("c_hash", "h")),
                token(
                        "logout token",
                        Map.of("typ", "logout+jwt"),
                        Map.of("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))),
                token("logout token without a type", Map.of(), Map.of("events", Map.of())),
                token("proof", Map.of("typ", "dpop+jwt"), Map.of()),
                token("security event", Map.of("typ", "secevent+jwt"), Map.of()),
                token("nested token", Map.of("typ", "JWE"), Map.of()),
                token("empty type", Map.of("typ", ""), Map.of()));
    }

    @ParameterizedTest(name = "A12 {argumentSetName}")
    @MethodSource("otherTokens")
    @DisplayName("A12 a token that was made for something else")
    void token_madeForSomethingElseIsUnauthenticated(Map<String, Object> header, Map<String, Object> claims) {
        var caller = holder(header, claims);
        assertProblem(caller.get("/api/v1/me"), "unauthenticated");
        assertProblem(caller.messages(pair.coach().id(), ""), "unauthenticated");
        assertThatThrownBy(caller::connect)
                .isInstanceOfSatisfying(
                        TestSocket.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    static Stream<Arguments> accessTokens() {
        return Stream.of(
                token("without a type", Map.of(), Map.of()),
                token("plain", Map.of("typ", "JWT"), Map.of()),
                token("plain, in small letters", Map.of("typ", "jwt"), Map.of()),
                token("of RFC 9068", Map.of("typ", "at+jwt"), Map.of("client_id", "x", "scope", "chat")),
                token("of RFC 9068, whole", Map.of("typ", "application/at+jwt"), Map.of()),
                token("of Keycloak", Map.of("typ", "JWT"), Map.of("typ", "Bearer", "azp", "x", "sid", "y")),
                token("of Keycloak before 25", Map.of("typ", "JWT"), Map.of("typ", "Bearer", "nonce", "n")),
                token("of Cognito", Map.of(), Map.of("token_use", "access", "scope", "x")),
                token("of others", Map.of(), Map.of("token_type", "access")));
    }

    @ParameterizedTest(name = "A12 {argumentSetName}")
    @MethodSource("accessTokens")
    @DisplayName("A12 an access token")
    void token_madeForAccessIsTaken(Map<String, Object> header, Map<String, Object> claims) {
        assertThat(holder(header, claims).get("/api/v1/me").status()).isEqualTo(200);
    }

    private ChatClient holder(Map<String, Object> header, Map<String, Object> claims) {
        return new ChatClient(world.base(), pair.client().id(), tokens.with(header, claims));
    }
}
