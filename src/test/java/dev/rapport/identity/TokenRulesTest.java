package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.Listener;
import dev.rapport.testsupport.RawRequest;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TokenRulesTest {
    private static final String ME = "/api/v1/me";
    private static final int OVER_AN_HOUR = 3660;

    private final World world = World.ofTestApplication();
    private final String id = "client-" + UUID.randomUUID();
    private final ForgedTokens forged = new ForgedTokens(world.tokens(), id);

    @Test
    void token_asTheIssuerMakesItIsAccepted() {
        assertThat(get(world.tokens().of(id, "client")).status()).isEqualTo(200);
        assertThat(get(withClaims(claims -> claims.setAudience("rapport", "another")))
                        .status())
                .isEqualTo(200);
        assertThat(get(withClaims(claims -> claims.setExpirationTime(in(3599)))).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer  ", "Basic YTpi", "bearer", "Bearer abc", "Bearer a.b.c", "x"})
    @DisplayName("A1 a header without a token")
    void authorization_withoutATokenIsUnauthenticated(String header) {
        var request = world.nobody().request(ME).header("Authorization", header).build();
        assertProblem(ChatClient.call(request), "unauthenticated");
    }

    @Test
    @DisplayName("A1 no header")
    void authorization_missingIsUnauthenticated() {
        assertProblem(world.nobody().get(ME), "unauthenticated");
        assertProblem(world.nobody().get("/api/v1/no-such-thing"), "unauthenticated");
    }

    @Test
    @DisplayName("A1 another scheme")
    void authorization_ofAnotherSchemeIsUnauthenticated() {
        var token = world.tokens().of(id, "client");
        for (var scheme : List.of("Basic ", "Token ", "")) {
            var request = world.nobody().request(ME).header("Authorization", scheme + token);
            assertProblem(ChatClient.call(request.build()), "unauthenticated");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE", "NONE", "", "RS256", "HS256"})
    @DisplayName("A2 no signature")
    void signature_missingIsUnauthenticated(String algorithm) {
        assertUnauthenticated(forged.unsigned(algorithm));
        assertUnauthenticated(forged.unsigned(algorithm) + "AAAA");
        assertUnauthenticated(forged.unsigned(algorithm).replaceAll("\\.$", ""));
    }

    static Stream<Arguments> forgeries() {
        return Stream.<Map.Entry<String, Function<ForgedTokens, String>>>of(
                        Map.entry("A4 no algorithm", ForgedTokens::withoutAlgorithm),
                        Map.entry("A4 another key", ForgedTokens::byAnotherKey),
                        Map.entry("A4 stripped", forged -> forged.withSignature("")),
                        Map.entry("A4 garbage", forged -> forged.withSignature("AAAA")),
                        Map.entry("A4 truncated", ForgedTokens::withTruncatedSignature),
                        Map.entry("A4 payload of another token", ForgedTokens::withSwappedPayload),
                        Map.entry("A4 ES256 of zeros", ForgedTokens::withZeroEllipticSignature),
                        Map.entry("A4 RS512", forged -> forged.byAnotherAlgorithm("RS512")),
                        Map.entry("A4 PS256", forged -> forged.byAnotherAlgorithm("PS256")),
                        Map.entry("A13 19 KB", forged -> forged.ofLength(19_000)))
                .map(entry -> Arguments.argumentSet(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("forgeries")
    @DisplayName("A4 A13 a forged signature")
    void signature_forgedIsUnauthenticated(Function<ForgedTokens, String> forgery) {
        assertUnauthenticated(forgery.apply(forged));
    }

    @Test
    @DisplayName("A3 the public key as the secret")
    void signature_byThePublicKeyAsSecretIsUnauthenticated() {
        var tokens = forged.hmacByPublicKey().toList();
        assertThat(tokens).hasSize(3).allSatisfy(this::assertUnauthenticated);
    }

    @Test
    @DisplayName("A13 a token of 30 KB")
    void token_beyondEveryHeaderLimitIsRefusedBare() {
        assertThat(get(forged.ofLength(30_000)).status()).isEqualTo(431);
    }

    static Stream<Arguments> badClaims() {
        return Stream.<Map.Entry<String, Consumer<JwtClaims>>>of(
                        Map.entry("A5 wrong issuer", claims -> claims.setIssuer("https://evil.example")),
                        Map.entry(
                                "A5 issuer with a slash more", claims -> claims.setIssuer(claims(claims, "iss") + "/")),
                        Map.entry("A5 no issuer", claims -> claims.unsetClaim("iss")),
                        Map.entry("A6 wrong audience", claims -> claims.setAudience("another")),
                        Map.entry("A6 audience in other case", claims -> claims.setAudience("Rapport")),
                        Map.entry("A6 no audience", claims -> claims.unsetClaim("aud")),
                        Map.entry("A6 empty audience", claims -> claims.setAudience(List.of())),
                        Map.entry("A7 expired an hour ago", claims -> {
                            claims.setIssuedAt(in(-4000));
                            claims.setExpirationTime(in(-3600));
                        }),
                        Map.entry("A7 expired 10 s ago", claims -> {
                            claims.setIssuedAt(in(-600));
                            claims.setExpirationTime(in(-10));
                        }),
                        Map.entry("A8 not yet valid", claims -> claims.setNotBefore(in(120))),
                        Map.entry("A8 issued in the future", claims -> claims.setIssuedAt(in(120))),
                        Map.entry("A8 issued 15 s in the future", claims -> claims.setIssuedAt(in(15))),
                        Map.entry("A9 no expiry", claims -> claims.unsetClaim("exp")),
                        Map.entry("A9 expiry as text", claims -> claims.setStringClaim("exp", "tomorrow")),
                        Map.entry(
                                "A9 expiry in 2100",
                                claims -> claims.setExpirationTime(NumericDate.fromSeconds(4102444800L))),
                        Map.entry("A9 life of over an hour", claims -> claims.setExpirationTime(in(OVER_AN_HOUR))),
                        Map.entry("A9 no time of issue", claims -> claims.unsetClaim("iat")),
                        Map.entry("A9 time of issue as text", claims -> claims.setStringClaim("iat", "now")),
                        Map.entry("A9 time of issue null", claims -> claims.setClaim("iat", null)),
                        Map.entry("A9 huge expiry", claims -> claims.setClaim("exp", Long.MAX_VALUE)),
                        Map.entry("A8 huge time of issue", claims -> claims.setClaim("iat", Long.MAX_VALUE)),
                        Map.entry("A8 time of issue before all time", claims -> claims.setClaim("iat", Long.MIN_VALUE)))
                .map(entry -> Arguments.argumentSet(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("badClaims")
    @DisplayName("A5 A6 A7 A8 A9 claims that are not as they must be")
    void claims_notAsTheContractSaysAreUnauthenticated(Consumer<JwtClaims> change) {
        assertUnauthenticated(withClaims(change));
    }

    static Stream<Object> badSubjects() {
        return Stream.of(
                "",
                " ",
                "42 ",
                " 42",
                "42\u0000",
                "4/2",
                "{\"$ne\":1}",
                "a'--",
                "é",
                "x".repeat(65),
                "42\n",
                42,
                true,
                List.of("42"),
                Map.of("$ne", 1));
    }

    @ParameterizedTest
    @MethodSource("badSubjects")
    @DisplayName("A10 a subject that is no user id")
    void subject_thatIsNoUserIdIsUnauthenticated(Object subject) {
        assertUnauthenticated(withClaims(claims -> claims.setClaim("sub", subject)));
    }

    @Test
    @DisplayName("A10 no subject")
    void subject_missingIsUnauthenticated() {
        assertUnauthenticated(withClaims(claims -> claims.unsetClaim("sub")));
        assertUnauthenticated(withClaims(claims -> claims.setClaim("sub", null)));
        // Another claim that names a person is no subject.
        assertUnauthenticated(withClaims(claims -> {
            claims.unsetClaim("sub");
            claims.setStringClaim("upn", id);
            claims.setStringClaim("preferred_username", id);
        }));
    }

    @Test
    void subject_ofSixtyFourCharactersIsAccepted() {
        var longest = "a.b_c:d@e-" + "9".repeat(54);
        var answer = get(world.tokens().of(longest, "client"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("id")).isEqualTo(longest);
    }

    static Stream<Arguments> keyHints() {
        return Stream.<Map.Entry<String, Function<String, Map<String, Object>>>>of(
                        Map.entry("jku", address -> Map.of("jku", address)),
                        Map.entry("x5u", address -> Map.of("x5u", address)),
                        Map.entry("kid as an address", address -> Map.of("kid", address)),
                        Map.entry("kid as a path", address -> Map.of("kid", "../../etc/passwd")),
                        Map.entry("kid as SQL", address -> Map.of("kid", "' or 1=1 --")),
                        Map.entry("kid of 10 KB", address -> Map.of("kid", "k".repeat(10_000))),
                        Map.entry("x5c", address -> Map.of("x5c", List.of("AAAA"))),
                        Map.entry(
                                "all of them",
                                address -> Map.of("jku", address, "kid", "1", "x5u", address, "x5c", List.of("AAAA"))))
                .map(entry -> Arguments.argumentSet(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("keyHints")
    @DisplayName("A11 hints where to find a key")
    void keyHints_ofATokenAreNeverFollowed(Function<String, Map<String, Object>> hints) {
        try (var attacker = new Listener()) {
            var hint = hints.apply(attacker.address() + "/keys");
            assertUnauthenticated(forged.withHeaders(hint, false));
            // The key that verifies is the configured one, whatever the token says about keys.
            assertThat(get(forged.withHeaders(hint, true)).status()).isIn(200, 401);
            attacker.assertNobodyCalled();
        }
    }

    @Test
    @DisplayName("A14 a header and a carrier of different people")
    void authorization_besideACarrierIsRefused() {
        var carrier =
                ChatClient.carrier("Authorization", "Bearer " + world.tokens().of(id, "client"));
        var other = "Bearer " + world.tokens().of("client-" + UUID.randomUUID(), "client");
        assertThat(RawRequest.send(
                                world.base(),
                                "GET /ws HTTP/1.1",
                                "",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                "Authorization: " + other,
                                "Sec-WebSocket-Protocol: bearer-token-carrier, " + carrier)
                        .status())
                .isIn(400, 401);
    }

    @Test
    @DisplayName("A14 two headers")
    void authorization_twiceIsUnauthenticated() {
        var mine = "Bearer " + world.tokens().of(id, "client");
        var others = "Bearer " + world.tokens().of("client-" + UUID.randomUUID(), "client");
        for (var second : List.of(others, mine, "Bearer x")) {
            var request = world.nobody().request(ME).headers("Authorization", mine, "Authorization", second);
            assertProblem(ChatClient.call(request.build()), "unauthenticated");
        }
    }

    @Test
    void token_anywhereElseIsUnauthenticated() {
        var token = world.tokens().of(id, "client");
        assertProblem(world.nobody().get(ME + "?access_token=" + token), "unauthenticated");
        assertProblem(world.nobody().call("GET", ME, null, "Cookie", "Bearer=" + token), "unauthenticated");
        assertProblem(world.nobody().call("GET", ME, null, "X-Forwarded-User", id), "unauthenticated");
        var carrier = ChatClient.carrier("Authorization", "Bearer " + token);
        assertProblem(
                world.nobody().call("GET", ME, null, "Sec-WebSocket-Protocol", "bearer-token-carrier, " + carrier),
                "unauthenticated");
    }

    @Test
    @DisplayName("A28 headers of proxies")
    void headers_ofProxiesDoNotChangeTheCaller() {
        var answer = world.caller(id, "client")
                .call("GET", ME, null, "X-User-Id", "42", "X-Forwarded-User", "42", "X-HTTP-Method-Override", "DELETE");
        assertThat(answer.json().getString("id")).isEqualTo(id);
    }

    private void assertUnauthenticated(String token) {
        assertProblem(get(token), "unauthenticated").withoutEcho(id, token.substring(0, 20));
    }

    private Answer get(String token) {
        return new ChatClient(world.base(), id, token).get(ME);
    }

    private String withClaims(Consumer<JwtClaims> change) {
        return world.tokens().with(id, "client", change);
    }

    private static Object claims(JwtClaims claims, String name) {
        return claims.getClaimValue(name);
    }

    private static NumericDate in(long seconds) {
        return NumericDate.fromSeconds(Instant.now().getEpochSecond() + seconds);
    }
}
