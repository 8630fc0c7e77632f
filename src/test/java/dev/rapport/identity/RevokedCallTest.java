package dev.rapport.identity;

import static dev.rapport.testsupport.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.ChatClient.Answer;
import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.RawRequest;
import dev.rapport.testsupport.TestSocket;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first call with a token that was revoked elsewhere: this replica knows only what the database says. */
@QuarkusTest
@DisplayName("A16 the first call after a revocation")
class RevokedCallTest {
    private static final String[] PLAIN = {"Content-Type", "text/plain"};

    private final World world = World.ofTestApplication();
    private final World.Pair pair = world.pair();

    private static void revoke(String user) throws Exception {
        try (var elsewhere = Database.asSuperuser()) {
            elsewhere.update("insert into revocation (user_id, revoked_at) values (?, clock_timestamp())", user);
        }
    }

    private record Call(String what, BiFunction<ChatClient, String, Answer> made) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** Of others most would find something else wrong. */
    static Stream<Call> calls() {
        var oversize = "{" + " ".repeat(70_000);
        var key = new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
        return Stream.of(
                new Call("newest", (caller, peer) -> caller.messages(peer, "")),
                new Call("since", (caller, peer) -> caller.messages(peer, "?since=0")),
                new Call("before", (caller, peer) -> caller.messages(peer, "?before=9")),
                new Call("no such peer", (caller, peer) -> caller.messages("nobody", "?since=0")),
                new Call("no id", (caller, peer) -> caller.messages("a%20b", "?since=0")),
                new Call("ahead", (caller, peer) -> caller.messages(peer, "?since=999")),
                new Call("no number", (caller, peer) -> caller.messages(peer, "?since=x")),
                new Call("limit", (caller, peer) -> caller.messages(peer, "?limit=0")),
                new Call("semicolon", (caller, peer) -> caller.messages(peer + ";a=b", "")),
                new Call("slash", (caller, peer) -> caller.get(ChatClient.messages(peer) + "/")),
                new Call("one", (caller, peer) -> caller.get(ChatClient.messages(peer) + "/1")),
                new Call("head", (caller, peer) -> caller.call("HEAD", ChatClient.messages(peer), null)),
                new Call("put", (caller, peer) -> caller.put(ChatClient.messages(peer), "{}")),
                new Call("send", (caller, peer) -> caller.send(peer, "not any more")),
                new Call("no key", (caller, peer) -> caller.post(ChatClient.messages(peer), "{\"text\":\"x\"}")),
                new Call("no JSON", (caller, peer) -> caller.post(ChatClient.messages(peer), "{", key)),
                new Call("no text", (caller, peer) -> caller.post(ChatClient.messages(peer), "{\"text\":\"\"}", key)),
                new Call("too large", (caller, peer) -> caller.post(ChatClient.messages(peer), oversize, key)),
                new Call("no type", (caller, peer) -> caller.call("POST", ChatClient.messages(peer), "x", PLAIN)));
    }

    @ParameterizedTest(name = "A16 {0}")
    @MethodSource("calls")
    void call_isUnauthenticatedBeforeAnythingElseIsWrong(Call call) throws Exception {
        var client = pair.client();
        revoke(client.id());
        var answer = call.made().apply(client, pair.coach().id());
        assertThat(answer.status()).isEqualTo(401);
        if (!call.what().equals("head")) {
            assertProblem(answer, "unauthenticated");
        }
        assertThat(pair.coach().texts(client.id(), "")).isEmpty();
    }

    @Test
    void call_withAnotherRoleIsUnauthenticatedToo() throws Exception {
        var platform = world.caller("platform-" + UUID.randomUUID(), "platform");
        revoke(platform.id());
        assertProblem(platform.messages(pair.coach().id(), ""), "unauthenticated");
    }

    @Test
    void call_whoseQueryCannotBeReadIsRefusedBeforeAnybodyLooksAtTheToken() throws Exception {
        var client = pair.client();
        var line = "GET " + ChatClient.messages(pair.coach().id()) + "?limit=%zz HTTP/1.1";
        var token = "Authorization: Bearer " + client.token();
        var good = RawRequest.send(world.base(), line, "", token);
        assertThat(good.status()).isEqualTo(400);
        revoke(client.id());
        assertThat(RawRequest.send(world.base(), line, "", token)).isEqualTo(good);
        assertThat(RawRequest.send(world.base(), line, "")).isEqualTo(good);
    }

    @Test
    void send_leavesNoTrace() throws Exception {
        pair.client().send(pair.coach().id(), "before");
        var before = pair.coach().messages(pair.client().id(), "").json();
        revoke(pair.client().id());
        assertProblem(pair.client().send(pair.coach().id(), "after"), "unauthenticated");
        assertThat(pair.coach().messages(pair.client().id(), "").json()).isEqualTo(before);
    }

    @Test
    void handshake_isRefused() throws Exception {
        revoke(pair.client().id());
        assertThatThrownBy(() -> pair.client().connect())
                .isInstanceOf(TestSocket.Refused.class)
                .hasMessage("refused with 401");
    }

    @Test
    @DisplayName("who goes on with a revoked token is refused from memory, and uses up nothing of its owner's")
    void callsAfterTheFirst_areRefusedWithoutTheDatabase() throws Exception {
        var client = pair.client();
        revoke(client.id());
        assertProblem(client.messages(pair.coach().id(), ""), "unauthenticated");
        try (var elsewhere = Database.asSuperuser()) {
            elsewhere.update("delete from revocation where user_id = ?", client.id());
        }
        assertProblem(client.messages(pair.coach().id(), ""), "unauthenticated");
        assertProblem(client.get("/api/v1/me"), "unauthenticated");
    }
}
