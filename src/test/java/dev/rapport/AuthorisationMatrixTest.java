package dev.rapport;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ApiDocument;
import dev.rapport.testsupport.ApiDocument.Operation;
import dev.rapport.testsupport.AuthorisationTable;
import dev.rapport.testsupport.AuthorisationTable.Cell;
import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.TalkingPair;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every operation of the API document, by every kind of caller, against {@code docs/authorisation.md}. */
@QuarkusTest
class AuthorisationMatrixTest {
    private static final String SECRET = "what-they-say-" + UUID.randomUUID();

    private static List<Operation> operations = List.of();
    private static @Nullable Scene shared;

    private final World world = World.ofTestApplication();

    private static List<Operation> operations() {
        if (operations.isEmpty()) {
            operations = ApiDocument.ofTestApplication().operations();
        }
        return operations;
    }

    static Stream<Cell> cells() {
        return AuthorisationTable.read().cells();
    }

    @Test
    @DisplayName("A19 every operation has a row, and every row an operation")
    void table_hasARowForEachOperation() {
        assertThat(AuthorisationTable.read().operations())
                .as("docs/authorisation.md has one row for each operation of docs/openapi.yaml")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Operation::toString).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @DisplayName("A19 every operation by every caller")
    void cell_isWhatTheTableSays(Cell cell) {
        var operation = operations().stream()
                .filter(candidate -> candidate.toString().equals(cell.operation()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no such operation"));
        // What is refused changes nothing, which is asserted, so that such cells can share their people.
        var isOwn = cell.isSuccess() || cell.caller().equals("revoked");
        var scene = isOwn || shared == null ? new Scene() : shared;
        shared = null;
        var pair = scene.pair;
        var attempt = scene.attempt(cell.caller(), operation);
        var before = cell.isSuccess() ? List.of() : scene.before();

        var answer = operation.call(attempt.caller(), new TalkingPair(world, pair).values(attempt.peer()));

        if (cell.isSuccess()) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(cell.status());
        } else {
            assertProblem(answer, cell.expected());
            assertThat(seenByThePair(pair)).as("a refused call changes nothing").isEqualTo(before);
        }
        if (!cell.isSuccess() || !attempt.mayKnow()) {
            assertThat(answer.body())
                    .doesNotContain(SECRET, pair.client().id(), pair.coach().id(), pair.assignmentId());
        }
        shared = isOwn ? null : scene;
    }

    /** Who calls, for which other person, and whether the answer may tell of the pair. */
    private record Attempt(ChatClient caller, String peer, boolean mayKnow) {}

    /** A pair who talk, and those who would like to listen. */
    private final class Scene {
        private final World.Pair pair = world.pair();
        private final Map<String, Attempt> attempts = new HashMap<>();
        private @Nullable List<Object> before;

        private Scene() {
            assertThat(pair.client().send(pair.coach().id(), SECRET).status()).isEqualTo(201);
        }

        private List<Object> before() {
            if (before == null) {
                before = seenByThePair(pair);
            }
            return before;
        }

        private Attempt attempt(String caller, Operation operation) {
            var known = attempts.get(caller + operation.isForThePlatform());
            if (known != null) {
                return known;
            }
            var client = pair.client();
            var coach = pair.coach();
            var attempt = switch (caller) {
                case "client" -> new Attempt(client, coach.id(), true);
                case "coach" -> new Attempt(coach, client.id(), true);
                case "other client" -> stranger(world.pair().client(), coach);
                case "other coach" -> stranger(world.pair().coach(), client);
                case "former client" ->
                    stranger(former(world.person("client"), coach).client(), coach);
                case "former coach" ->
                    stranger(former(client, world.person("coach")).coach(), client);
                case "platform" -> new Attempt(world.platform(), client.id(), true);
                case "no role" -> stranger(world.caller(client.id(), "gardener"), coach);
                case "expired" -> stranger(expired(operation, client), coach);
                case "revoked" -> stranger(revoked(operation, client), coach);
                case "no token" -> stranger(world.nobody(), coach);
                default -> throw new AssertionError("Tell this test who '" + caller + "' is.");
            };
            attempts.put(caller + operation.isForThePlatform(), attempt);
            return attempt;
        }
    }

    private static Attempt stranger(ChatClient caller, ChatClient peer) {
        return new Attempt(caller, peer.id(), false);
    }

    private World.Pair former(ChatClient client, ChatClient coach) {
        var pair = world.assign(client, coach);
        assertThat(client.send(coach.id(), "of then").status()).isEqualTo(201);
        world.end(pair.assignmentId());
        return pair;
    }

    private ChatClient expired(Operation operation, ChatClient client) {
        return holder(operation, client, claims -> {
            claims.setIssuedAt(NumericDate.fromSeconds(Instant.now().getEpochSecond() - 600));
            claims.setExpirationTime(NumericDate.fromSeconds(Instant.now().getEpochSecond() - 10));
        });
    }

    private ChatClient revoked(Operation operation, ChatClient client) {
        var holder = holder(operation, client, claims -> {});
        var path = "/api/v1/platform/users/" + holder.id() + "/revoke";
        assertThat(world.platform().post(path).status()).isEqualTo(204);
        return holder;
    }

    /** The client, or a platform of this test's own, because revoking the others' would end their tests. */
    private ChatClient holder(Operation operation, ChatClient client, Consumer<JwtClaims> change) {
        var role = operation.isForThePlatform() ? "platform" : "client";
        var id = operation.isForThePlatform() ? "platform-" + UUID.randomUUID() : client.id();
        return new ChatClient(world.base(), id, world.tokens().with(id, role, change));
    }

    /** All that an effect of a call could show in. */
    private List<Object> seenByThePair(World.Pair pair) {
        var conversation = "/api/v1/conversations/" + pair.client().id();
        return Stream.of(
                        pair.client().get("/api/v1/me"),
                        pair.coach().get("/api/v1/me"),
                        pair.coach().get(conversation),
                        pair.coach().get(conversation + "/messages?since=0"),
                        world.platform().get("/api/v1/platform/assignments/" + pair.assignmentId()))
                .map(AuthorisationMatrixTest::withoutRequestId)
                .toList();
    }

    private static Object withoutRequestId(Answer answer) {
        var body = new HashMap<>(new JsonObject(answer.body()).getMap());
        body.remove("requestId");
        return List.of(answer.status(), body);
    }
}
