package dev.rapport.conversation;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be sent, and what every wrong body is told. */
@QuarkusTest
class MessageTextTest {
    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();
    private final ChatClient client = pair.client();
    private final String path = ChatClient.messages(pair.coach().id());

    static Stream<String> texts() {
        return Stream.of(
                "x",
                " leading and trailing ",
                "a\r\nb\nc\rd\te",
                "👩🏽‍⚕️👨‍👩‍👧‍👦🇳🇱",
                "e\u0301 is not \u00e9",
                "\ufeffbyte order mark",
                "مرحبا \u202eevil\u202c \u2066isolated\u2069",
                "a\u200bb\u200dc",
                "\ud83d\ude00",
                "\u0001\u001b[31m\u007f",
                "\uffff\ufffd\ufffe",
                "Z" + "\u0337\u0321".repeat(500),
                "<script>alert(1)</script>",
                "'; drop table message; --",
                "{{7*7}} ${jndi:ldap://x} #{1+1} %_\\",
                "{\"@class\":\"java.lang.Runtime\"}",
                "\"\\/\b\fx",
                "a\u2028b\u2029c",
                "\u200f\u061c\u2067a\u2069",
                "p\u0430ypal \u1e9b\u0323 \ufb01",
                oneOfEachPlane(0x0391),
                oneOfEachPlane(0xFFFE),
                oneOfEachPlane(0xFFFF),
                "x".repeat(8192),
                "é".repeat(4096),
                "😀".repeat(2048));
    }

    private static String oneOfEachPlane(int inPlane) {
        return IntStream.rangeClosed(0, 16)
                .map(plane -> (plane << 16) + inPlane)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("A38 A39 A40 A41 A44 text that is only text comes back byte for byte")
    void text_comesBackByteForByte(String text) {
        var sent = client.send(pair.coach().id(), text);
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        assertThat(sent.json().getString("text")).isEqualTo(text);
        var coach = pair.coach();
        assertThat(coach.texts(client.id(), "")).containsExactly(text);
        assertThat(coach.texts(client.id(), "?since=0")).containsExactly(text);
        assertThat(coach.messages(client.id(), "/1").json().getString("text")).isEqualTo(text);
        var last = coach.get("/api/v1/conversations/" + client.id()).json().getJsonObject("lastMessage");
        assertThat(last.getString("text")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\t\r ",
                "\u00a0\u2003\u3000",
                "\u200b",
                "\u200b\u200d\u2060\ufeff",
                "\u202e\u2066",
                "\u0000"
            })
    @DisplayName("A38 a text without a visible character")
    void text_withoutAVisibleCharacterIsInvalid(String text) {
        assertProblem(client.send(pair.coach().id(), text), "invalid-text")
                .ofField("text")
                .withDetail();
        assertNothingStored();
    }

    static Stream<String> badTexts() {
        return Stream.of(
                "a\\u0000b",
                "\\ud800",
                "a\\udc00b",
                "\\udc00\\ud800",
                "x".repeat(8193),
                "é".repeat(4097),
                "😀".repeat(2048) + "x");
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    @DisplayName("A29 A30 A33 a text that cannot be stored")
    void text_thatCannotBeStoredIsInvalid(String text) {
        assertProblem(post("{\"text\":\"" + text + "\"}"), "invalid-text")
                .ofField("text")
                .withDetail();
        assertNothingStored();
    }

    @Test
    void text_missingIsInvalid() {
        assertProblem(post("{}"), "invalid-text").ofField("text").withDetail();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    @DisplayName("A37 a media type that is taken")
    void mediaType_ofJsonInUtf8IsTaken(String type) {
        var answer = client.call("POST", path, "{\"text\":\"x\"}", "Content-Type", type, "Idempotency-Key", key());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    @Test
    @DisplayName("A33 the largest body")
    void body_of64KibIsReadAndOneByteMoreIsTooLarge() {
        var largest = "{\"text\":\"x\"}" + " ".repeat(64 * 1024 - 12);
        assertThat(post(largest).status()).isEqualTo(201);
        assertThat(postChunked(largest).status()).isEqualTo(201);
        assertProblem(post(largest + " "), "too-large").withDetail();
        assertProblem(postChunked(largest + " "), "too-large").withDetail();
        assertThat(pair.coach().texts(client.id(), "")).containsExactly("x", "x");
    }

    private Answer post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer post(byte[] body) {
        return post(BodyPublishers.ofByteArray(body));
    }

    private Answer postChunked(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    private Answer post(BodyPublisher body) {
        return ChatClient.call(client.request(path)
                .headers("Content-Type", "application/json", "Idempotency-Key", key())
                .timeout(Duration.ofSeconds(10))
                .POST(body)
                .build());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private void assertNothingStored() {
        var page = new JsonObject(client.get(path).body());
        assertThat(page.getJsonArray("items")).isEmpty();
        assertThat(page.getLong("version")).isZero();
    }
}
