package dev.rapport.problem;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.problem.BodyAttacks.Attack;
import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.RawRequest;
import dev.rapport.testsupport.TalkingPair;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong bodies for every operation of the API document that takes one. */
@QuarkusTest
class InputAttackTest {
    private static final int TRIES = 9;
    private static final int ATTEMPTS = 5;
    private static final double LONGEST_MILLIS = 100;

    private static @Nullable TalkingPair talking;

    private final World world = World.ofTestApplication();

    static Stream<Operation> operationsWithABody() {
        return ApiDocument.ofTestApplication().operations().stream().filter(Operation::takesABody);
    }

    static Stream<Arguments> attacks() {
        return operationsWithABody()
                .flatMap(operation -> BodyAttacks.on(operation)
                        .all()
                        .map(attack -> Arguments.argumentSet(attack + ": " + operation, operation, attack)));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("attacks")
    @DisplayName("A25 A29 A30 A31 A32 A33 A34 A35 A36 A37 a wrong body")
    void body_thatIsWrongIsRefusedInOneShape(Operation operation, Attack attack) {
        var used = talking();
        var answer = send(operation, attack);
        // Another pair for the next one, if this one fails.
        talking = null;
        assertThat(attack.expected()).contains(slug(answer));
        assertProblem(answer, slug(answer)).withoutEcho("zz", "dev.rapport", "jackson", "Exception");
        var pair = used.pair();
        assertThat(pair.client().texts(pair.coach().id(), "")).containsExactly("the first message");
        talking = used;
    }

    static Stream<Arguments> monsters() {
        return operationsWithABody()
                .flatMap(operation -> BodyAttacks.on(operation)
                        .monsters()
                        .filter(attack -> attack.expected().contains("invalid-json"))
                        .map(attack -> Arguments.argumentSet(attack + ": " + operation, operation, attack)));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("monsters")
    @DisplayName("A34 a monster is refused soon")
    void body_thatIsAMonsterIsRefusedSoon(Operation operation, Attack attack) {
        double usual = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && usual >= LONGEST_MILLIS; attempt++) {
            var millis = new ArrayList<Double>();
            for (int i = 0; i < TRIES; i++) {
                var from = System.nanoTime();
                assertThat(send(operation, attack).status()).isEqualTo(400);
                millis.add((System.nanoTime() - from) / 1e6);
            }
            usual = millis.stream().sorted().toList().get(TRIES / 2);
        }
        assertThat(usual).as("median in ms").isLessThan(LONGEST_MILLIS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithABody")
    @DisplayName("A33 11 MB announced")
    void body_announcedAsTooLargeIsNotWaitedFor(Operation operation) {
        var talking = talking();
        var answer = RawRequest.send(
                world.base(),
                operation.method() + " " + operation.address(talking.values()) + " HTTP/1.1",
                "{",
                "Authorization: Bearer " + talking.caller(operation).token(),
                "Content-Type: application/json",
                "Content-Length: 11534336");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("application/problem+json");
        assertThat(answer.body()).contains("urn:rapport:problem:too-large");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithABody")
    @DisplayName("A36 no body at all")
    void body_thatIsMissingIsInvalid(Operation operation) {
        var talking = talking();
        var address = operation.address(talking.values());
        var caller = talking.caller(operation);
        var missing = operation
                .request(caller, address)
                .method(operation.method(), BodyPublishers.noBody())
                .build();
        assertProblem(ChatClient.call(missing), "invalid-json").withDetail();
        var withoutType = caller.call(operation.method(), address, null, "Idempotency-Key", key());
        assertProblem(withoutType, "invalid-json").withDetail();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithABody")
    @DisplayName("A35 the same call, right")
    void body_thatIsRightIsTaken(Operation operation) {
        // Else the refusals above might come from a call that is wrong in itself.
        var talking = TalkingPair.of(world);
        assertThat(operation.call(talking.caller(operation), talking.values()).status())
                .isBetween(200, 299);
    }

    private Answer send(Operation operation, Attack attack) {
        var talking = talking();
        HttpRequest.Builder request = talking.caller(operation).request(operation.address(talking.values()));
        request.header("Idempotency-Key", key());
        for (int i = 0; i < attack.headers().size(); i += 2) {
            request.header(attack.headers().get(i), attack.headers().get(i + 1));
        }
        var body = attack.chunked()
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(attack.body()))
                : BodyPublishers.ofByteArray(attack.body());
        return ChatClient.call(request.method(operation.method(), body).build());
    }

    private static String slug(Answer answer) {
        assertThat(answer.header("Content-Type"))
                .as(answer.status() + answer.body())
                .isEqualTo("application/problem+json");
        return answer.json().getString("type").replace("urn:rapport:problem:", "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** One for all: what is refused changes nothing. */
    private TalkingPair talking() {
        var known = talking;
        if (known == null) {
            known = TalkingPair.of(world);
            talking = known;
        }
        return known;
    }
}
