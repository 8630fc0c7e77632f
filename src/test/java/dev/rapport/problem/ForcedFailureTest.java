package dev.rapport.problem;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.Log;
import dev.rapport.testsupport.RawRequest;
import dev.rapport.testsupport.TalkingPair;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller and the log are told when the database fails, which these tests break for a moment. */
@QuarkusTest
class ForcedFailureTest {
    private static final String CANARY = "canary-of-a-failure";
    private static final String[] GONE = {"alter table message rename to message_gone"};
    private static final String[] BACK = {"alter table message_gone rename to message"};

    private final World world = World.ofTestApplication();
    private final World.Pair pair = TalkingPair.of(world).pair();

    @ParameterizedTest(name = "A57 {0}")
    @ValueSource(strings = {"send", "list", "message", "conversations"})
    @DisplayName("A57 a forced 500")
    void failure_isBareAndNamesTheRequestAlone(String call) {
        try (var log = new Log()) {
            var answer = whileBroken(GONE, BACK, () -> call(call));
            assertProblem(answer, "internal").withoutEcho("message_gone", "SQL", "Exception", "dev.rapport", CANARY);
            assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "requestId");
            assertThat(answer.body())
                    .doesNotContain(pair.client().id(), pair.coach().id());
            // The request id leads from the answer to the log.
            assertThat(log.entries())
                    .anyMatch(entry -> entry.contains(answer.json().getString("requestId")));
            assertThat(log.entries()).noneMatch(entry -> entry.contains(CANARY) || entry.contains(hex(CANARY)));
        }
        assertThat(call(call).status()).isBetween(200, 299);
    }

    private Answer call(String call) {
        var client = pair.client();
        return switch (call) {
            case "send" -> client.send(pair.coach().id(), CANARY);
            case "list" -> client.messages(pair.coach().id(), "?since=0");
            case "message" -> client.messages(pair.coach().id(), "/1");
            default -> client.get("/api/v1/conversations");
        };
    }

    static Stream<Arguments> passingStates() {
        return Stream.of("53300", "57P03", "40001", "55P03").map(state -> Arguments.argumentSet(state, state));
    }

    @ParameterizedTest(name = "A57 SQL state {argumentSetName}")
    @MethodSource("passingStates")
    @DisplayName("A57 a forced 503")
    void failure_thatPassesAsksToTryAgain(String state) {
        var broken = new String[] {
            "create function fail_for_a_test() returns boolean language plpgsql volatile as "
                    + "$$ begin raise exception 'canary-of-the-database' using errcode = '" + state + "'; end $$",
            "alter table app_user rename to app_user_gone",
            "create view app_user as select * from app_user_gone where fail_for_a_test()",
            "grant select on app_user to public"
        };
        var mended = new String[] {
            "drop view app_user", "alter table app_user_gone rename to app_user", "drop function fail_for_a_test()"
        };
        var answer = whileBroken(broken, mended, () -> pair.client().get("/api/v1/me"));
        assertProblem(answer, "unavailable").withoutEcho("canary", "SQL", "Exception", state);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "requestId");
        assertThat(pair.client().get("/api/v1/me").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "A57 {0}")
    @ValueSource(strings = {"message", "app_user"})
    @DisplayName("A57 a row that the database refuses is not in the log")
    void failure_ofARowIsLoggedWithoutTheRow(String table) {
        var broken = "alter table " + table + " add constraint broken_for_a_test check (false) not valid";
        var mended = "alter table " + table + " drop constraint broken_for_a_test";
        try (var log = new Log()) {
            var answer = whileBroken(
                    new String[] {broken},
                    new String[] {mended},
                    () -> table.equals("message")
                            ? pair.client().send(pair.coach().id(), CANARY)
                            : world.platform()
                                    .put(
                                            "/api/v1/platform/users/"
                                                    + pair.client().id(),
                                            "{\"displayName\":\"" + CANARY + "\"}"));
            assertProblem(answer, "internal");
            assertThat(log.entries())
                    .anyMatch(entry -> entry.contains("broken_for_a_test"))
                    .noneMatch(entry -> entry.contains(CANARY) || entry.contains(hex(CANARY)));
        }
    }

    static Stream<Arguments> injections() {
        return Stream.of(
                        "\rFORGED", "\n FORGED", "\u001b[31mFORGED", "\b\bFORGED", "\u009bFORGED", "\"},{\"FORGED\":\"")
                .flatMap(injection -> Stream.of("X-Request-Id", "User-Agent", "X-Forwarded-For", "Referer")
                        .map(header -> Arguments.argumentSet(
                                header + " with " + HexFormat.of().formatHex(bytes(injection.substring(0, 2))),
                                header,
                                injection)));
    }

    @ParameterizedTest(name = "A42 {argumentSetName}")
    @MethodSource("injections")
    @DisplayName("A42 lines and colours that a caller would write into the log")
    void log_hasNothingThatACallerWrote(String header, String injection) {
        try (var log = new Log()) {
            var path = ChatClient.messages(pair.coach().id()) + "/1%0d%0aFORGED%1b%5b31m?since=%0aFORGED";
            var right = "Authorization: Bearer " + pair.client().token();
            var odd = header + ": a" + injection;
            whileBroken(GONE, BACK, () -> {
                assertThat(RawRequest.send(world.base(), "GET " + path + " HTTP/1.1", "", right, odd)
                                .status())
                        .isEqualTo(400);
                var list = "GET " + ChatClient.messages(pair.coach().id()) + " HTTP/1.1";
                assertThat(RawRequest.send(world.base(), list, "", right, odd).status())
                        .isIn(400, 500);
                assertProblem(
                        pair.client().send(pair.coach().id(), "a" + injection + "\nFORGED\u001b[31m"), "internal");
                return null;
            });
            assertThat(log.entries())
                    .anyMatch(entry -> entry.startsWith("Request "))
                    .noneMatch(entry -> entry.contains("FORGED") || entry.contains("\u001b"));
        }
    }

    private static <T> T whileBroken(String[] broken, String[] mended, Supplier<T> call) {
        run(broken);
        try {
            return call.get();
        } finally {
            run(mended);
        }
    }

    private static void run(String[] statements) {
        try (var owner = Database.asOwner()) {
            for (var statement : statements) {
                owner.update(statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }
}
