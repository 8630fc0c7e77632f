package dev.rapport.canary;

import dev.rapport.canary.Secret.Kind;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the two people say to each other, what they get wrong, and what the answers show beside the texts. */
final class Talk {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Person client;
    private final Person coach;
    private final Optional<BrokerListener> broker;
    private final SecureRandom random;
    private final List<Secret> secrets = new ArrayList<>();
    private final List<String> unheard = new ArrayList<>();
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream problems = new ByteArrayOutputStream();

    Talk(Person client, Person coach, Optional<BrokerListener> broker, SecureRandom random) {
        this.client = client;
        this.coach = coach;
        this.broker = broker;
        this.random = random;
    }

    List<Secret> secrets() {
        return secrets;
    }

    List<String> unheard() {
        return unheard;
    }

    byte[] headers() {
        return headers.toByteArray();
    }

    byte[] problems() {
        return problems.toByteArray();
    }

    void run() {
        var clientSocket = client.listen();
        var coachSocket = coach.listenAsBrowser();
        for (var person : List.of(client, coach)) {
            secrets.add(new Secret(Kind.TRACE, "/conversations/" + person.id() + "/"));
            secrets.add(new Secret(Kind.TRACE, "\"user-id\":\"" + person.id() + "\""));
            name(person);
        }
        var seq = send();
        var page = Person.json(expect(200, coach.get(messages(client) + "?limit=10")));
        if (!page.path("items").findValuesAsText("seq").contains(Long.toString(seq))) {
            throw new IllegalStateException("The coach does not see the client's message.");
        }
        expect(200, coach.get("/api/v1/conversations"));
        edit(seq);
        expect(204, coach.call("PUT", "/api/v1/conversations/" + client.id() + "/read", "{\"seq\":" + seq + "}"));
        refusals();
        // The new message and the mark, to both.
        var isHeard = Await.until(
                PATIENCE,
                () -> notices(client) >= 2
                        && notices(coach) >= 2
                        && broker.stream().allMatch(listener -> heard(listener, client) && heard(listener, coach)));
        if (!isHeard) {
            unheard.add("notifications: not all of them came within " + PATIENCE.toSeconds() + " s");
        }
        clientSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        coachSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        var last = Long.toString(random.nextLong(1L << 61, 1L << 62));
        secrets.add(new Secret(Kind.LAST_TRACE, last));
        expect(404, client.getMarked(messages(coach) + "/" + last, "canary-last-" + last));
    }

    private static boolean heard(BrokerListener listener, Person person) {
        return listener.count("{\"user-id\":\"" + person.id() + "\"") >= 2;
    }

    private static long notices(Person person) {
        return person.frames().stream()
                .filter(frame -> frame.contains("\"user-id\""))
                .count();
    }

    private void name(Person person) {
        var name = Person.json(expect(200, person.get("/api/v1/me")))
                .path("displayName")
                .asText();
        if (name.getBytes(StandardCharsets.UTF_8).length < Needles.SHORTEST) {
            unheard.add("the display name of " + person.id() + ", which is too short to be told from other words");
        } else {
            secrets.addAll(Secret.withAsciiPart(Kind.NAME, name));
        }
    }

    private long send() {
        var text = secret(Kind.TEXT, Probe.word(random, "canary-text") + " \u017c\u00f3\u0142\u0107 \ud83d\udc24");
        var key = secret(Kind.KEY, UUID.randomUUID().toString());
        var sent = client.call("POST", messages(coach), body(text), "Idempotency-Key", key);
        if (sent.statusCode() != 201) {
            throw new IllegalStateException(
                    "The client's message to the coach was answered " + sent.statusCode() + ". " + Person.NEEDED);
        }
        note(sent);
        expect(200, client.call("POST", messages(coach), body(text), "Idempotency-Key", key));
        var other = secret(Kind.TEXT, Probe.word(random, "canary-other"));
        expect(422, client.call("POST", messages(coach), body(other), "Idempotency-Key", key));
        return Person.json(sent).path("seq").asLong();
    }

    /** Where the operator allows no edits it is refused; its text has come to the service nevertheless. */
    private void edit(long seq) {
        var text = secret(Kind.TEXT, Probe.word(random, "canary-edited"));
        var path = messages(coach) + "/" + seq;
        expect(422, client.call("PATCH", path, body(text + "\0")));
        var edited = client.call("PATCH", path, body(text));
        expect(edited.statusCode() == 409 ? 409 : 200, edited);
    }

    /** Everything that a person could get wrong with something confidential in it. */
    private void refusals() {
        var path = messages(coach);
        var text = secret(Kind.TEXT, Probe.word(random, "canary-refused"));
        var key = secret(Kind.KEY, UUID.randomUUID().toString());
        expect(422, client.call("POST", path, body(text + "\0"), "Idempotency-Key", key));
        expect(400, client.call("POST", path, "{\"text\":\"" + text, "Idempotency-Key", key));
        expect(400, client.call("POST", path, "{\"" + text + "\":\"" + text + "\"}", "Idempotency-Key", key));
        expect(400, client.call("POST", path, body(text)));
        expect(400, client.call("POST", path, body(text), "Idempotency-Key", text));
        expect(422, client.call("POST", path, body((text + " ").repeat(400)), "Idempotency-Key", key));
        expect(413, client.call("POST", path, body((text + " ").repeat(2000)), "Idempotency-Key", key));
        expect(415, client.call("POST", path, text, "Idempotency-Key", key, "Content-Type", "text/plain"));
        expect(403, client.call("PUT", "/api/v1/platform/users/" + client.id(), "{\"displayName\":\"" + text + "\"}"));
        var token = secret(Kind.TOKEN, Probe.word(random, "canary-token"));
        expect(401, client.getAs(token, "/api/v1/me"));
        expect(401, client.getAs(client.forgedToken(), "/api/v1/me"));
    }

    private String secret(Kind kind, String value) {
        secrets.addAll(Secret.withAsciiPart(kind, value));
        return value;
    }

    private HttpResponse<byte[]> expect(int status, HttpResponse<byte[]> answer) {
        note(answer);
        if (answer.statusCode() != status) {
            throw new IllegalStateException("%s %s was answered %d, not %d."
                    .formatted(answer.request().method(), answer.uri().getPath(), answer.statusCode(), status));
        }
        return answer;
    }

    /** Answers to the two people hold their texts; nothing else of an answer does. */
    private void note(HttpResponse<byte[]> answer) {
        headers.writeBytes((answer.headers().map() + "\n").getBytes(StandardCharsets.UTF_8));
        if (answer.statusCode() >= 400) {
            problems.writeBytes(answer.body());
        }
    }

    private static String messages(Person peer) {
        return "/api/v1/conversations/" + peer.id() + "/messages";
    }

    private static String body(String text) {
        return Person.JSON.createObjectNode().put("text", text).toString();
    }
}
