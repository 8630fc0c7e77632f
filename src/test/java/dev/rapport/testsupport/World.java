package dev.rapport.testsupport;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** The host platform in tests: makes people and assignments of their own for each test. */
public record World(URI base, Tokens tokens) {
    /** The application that Quarkus started for this test. */
    public static World ofTestApplication() {
        return new World(
                URI.create(ConfigProvider.getConfig().getValue("test.url", String.class)), Tokens.ofTestApplication());
    }

    /** Two people who may talk. */
    public record Pair(ChatClient client, ChatClient coach, String assignmentId) {}

    public ChatClient platform() {
        return caller("platform-1", "platform");
    }

    public ChatClient caller(String id, String role) {
        return new ChatClient(base, id, tokens.of(id, role));
    }

    public ChatClient nobody() {
        return new ChatClient(base, "nobody", null);
    }

    /** A person whom the platform has announced, with a token. */
    public ChatClient person(String role) {
        var id = role + "-" + UUID.randomUUID();
        expect(
                platform().put("/api/v1/platform/users/" + id, new JsonObject().put("displayName", "Person of a test")),
                201);
        return caller(id, role);
    }

    /** A client and a coach of their own with a live assignment. */
    public Pair pair() {
        return assign(person("client"), person("coach"));
    }

    public Pair assign(ChatClient client, ChatClient coach) {
        var id = "assignment-" + UUID.randomUUID();
        expect(
                platform()
                        .put(
                                "/api/v1/platform/assignments/" + id,
                                new JsonObject().put("clientId", client.id()).put("coachId", coach.id())),
                201);
        return new Pair(client, coach, id);
    }

    public void end(String assignmentId) {
        expect(platform().delete("/api/v1/platform/assignments/" + assignmentId), 204);
    }

    private static void expect(ChatClient.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer.status() + " " + answer.body());
        }
    }
}
