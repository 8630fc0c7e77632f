package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Replica;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What collectors of logs get from the package as it comes, and how to have lines instead. */
class LogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DEAF = "does not hear the broker";

    @Test
    void log_isOneJsonObjectForEachEvent() throws Exception {
        try (var deployment = new Deployment()) {
            var settings = deployment.settings();
            settings.remove(Deployment.LOG_FORMAT);
            settings.put("QUARKUS_LOG_LEVEL", "DEBUG");
            try (var replica = Replica.start("json", settings)) {
                var world = deployment.world(replica);
                var pair = world.pair();
                assertThat(pair.client().send(pair.coach().id(), "hello").status())
                        .isEqualTo(201);
                deployment.stopBroker();
                await().atMost(PATIENCE).until(() -> replica.log().contains(DEAF));
                var events = events(replica);
                assertThat(events).hasSizeGreaterThan(100).allSatisfy(event -> {
                    assertThat(event.getString("level")).isNotBlank();
                    assertThat(event.getString("loggerName")).isNotBlank();
                    assertThat(event.getString("message")).isNotNull();
                    assertThat(OffsetDateTime.parse(event.getString("timestamp"))
                                    .toInstant())
                            .isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
                });
                assertThat(events)
                        .filteredOn(event -> event.getString("message").contains(DEAF))
                        .singleElement()
                        .satisfies(event -> assertThat(event.getString("level")).isEqualTo("WARN"));
                // Not spread over lines, of which a collector would make as many events.
                assertThat(events)
                        .anyMatch(event -> event.getString("stackTrace", "").contains("\n\tat "));
            }
        }
    }

    @Test
    void log_isLinesWhereThatIsWanted() throws Exception {
        try (var deployment = new Deployment()) {
            var settings = deployment.settings();
            settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
            try (var replica = Replica.start("lines", settings)) {
                assertThat(replica.log()).contains(" INFO  [").doesNotContain("loggerName");
            }
        }
    }

    /** All whole lines, but for the JVM's own warnings, which know nothing of the log. */
    private static List<JsonObject> events(Replica replica) {
        var log = replica.log();
        return log.substring(0, log.lastIndexOf('\n'))
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("WARNING: "))
                .map(JsonObject::new)
                .toList();
    }
}
