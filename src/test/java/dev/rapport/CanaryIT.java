package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random words as text, names and keys, then a search of everything that left PostgreSQL and the HTTP answers. */
class CanaryIT {
    @Test
    void canaries_areInNoAmqpMessageFrameOrLog() throws Exception {
        try (var deployment = new Deployment()) {
            var settings = deployment.settings();
            settings.put("QUARKUS_LOG_LEVEL", "DEBUG");
            settings.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
            try (var replica = Replica.start("canary", settings);
                    var broker = new BrokerClient(deployment.amqpPort())) {
                var world = deployment.world(replica);
                var text = "canary-text-" + UUID.randomUUID();
                var refused = "canary-refused-" + UUID.randomUUID();
                var name = "canary-name-" + UUID.randomUUID();
                var key = UUID.randomUUID();
                var pair = world.pair();
                var client = pair.client();
                var coach = pair.coach();
                world.platform()
                        .put("/api/v1/platform/users/" + client.id(), new JsonObject().put("displayName", name));
                var frames = new ArrayList<String>();
                try (var clientSocket = client.connect().ready();
                        var coachSocket =
                                coach.connectFrom("https://chat.example.org").ready()) {
                    assertThat(client.send(coach.id(), text, key).status()).isEqualTo(201);
                    assertThat(client.send(coach.id(), text, key).status()).isEqualTo(200);
                    assertThat(client.send(coach.id(), refused, key).status()).isEqualTo(422);
                    assertThat(client.send(coach.id(), refused + "\0").status()).isEqualTo(422);
                    assertThat(client.post("/api/v1/conversations/" + coach.id() + "/messages", "{" + refused)
                                    .status())
                            .isEqualTo(400);
                    // A15: a token in the address, and one in a request of the socket's address that is no upgrade.
                    assertThat(world.nobody()
                                    .get("/api/v1/me?access_token=" + client.token())
                                    .status())
                            .isEqualTo(401);
                    assertThat(client.get("/ws").status()).isEqualTo(404);
                    assertThat(coach.texts(client.id(), "?since=0")).containsExactly(text);
                    assertThat(coach.get("/api/v1/conversations").body()).contains(name, text);
                    coach.put("/api/v1/conversations/" + client.id() + "/read", new JsonObject().put("seq", 1));
                    await().until(() -> clientSocket.heard().size() >= 2
                            && coachSocket.heard().size() >= 2);
                    frames.addAll(clientSocket.frames());
                    frames.addAll(coachSocket.frames());
                }
                await().until(() -> broker.bodies().size() >= 4);
                var log = replica.log();
                // The search looks where something is to be found.
                assertThat(log).contains("DEBUG").containsPattern("[0-9a-f-]{36} POST 201 ");
                for (var canary : List.of(text, refused, name, key.toString(), client.token(), coach.token())) {
                    for (var form : forms(canary)) {
                        assertThat(broker.wholes()).noneMatch(message -> message.contains(form));
                        assertThat(frames).noneMatch(frame -> frame.contains(form));
                        assertThat(log.contains(form))
                                .as("%s in the log", canary)
                                .isFalse();
                    }
                }
            }
        }
    }

    private static List<String> forms(String canary) {
        var bytes = canary.getBytes(StandardCharsets.UTF_8);
        return List.of(
                canary,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                // As Java prints an array of bytes.
                Arrays.toString(bytes).replace("[", "").replace("]", ""),
                canary.toUpperCase(Locale.ROOT));
    }
}
