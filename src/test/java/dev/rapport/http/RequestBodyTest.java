package dev.rapport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.testsupport.ChatClient;
import dev.rapport.testsupport.Log;
import dev.rapport.testsupport.RawConnection;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bodies, however and whenever they arrive. */
@QuarkusTest
class RequestBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final World world = World.ofTestApplication();

    private static String post(World.Pair pair, String text) {
        var body = "{\"text\":\"" + text + "\"}";
        return "POST " + ChatClient.messages(pair.coach().id()) + " HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID()
                + "\r\nAuthorization: Bearer " + pair.client().token() + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** A page that is closed cuts its calls off. */
    @Test
    void callers_thatAreGoneAreNoErrors() {
        var pair = world.pair();
        try (var log = new Log()) {
            for (var i = 0; i < 200; i++) {
                try (var connection = RawConnection.to(world.base())) {
                    connection.send(post(pair, "gone " + i));
                }
            }
            // One that stays: it comes behind the others, however many of them were heard.
            try (var last = RawConnection.to(world.base())) {
                last.send(post(pair, "gone at last"));
                await().atMost(PATIENCE)
                        .until(() -> pair.client().texts(pair.coach().id(), "?limit=1").stream()
                                .anyMatch(text -> text.startsWith("gone")));
            }
            assertThat(pair.client().send(pair.coach().id(), "still here").status())
                    .isEqualTo(201);
            assertThat(log.entries()).noneMatch(entry -> entry.contains("already been read"));
        }
    }

    /** The next call may be there before the answer of the one before it is written. */
    @Test
    void calls_thatComeBehindEachOtherAreAllTaken() {
        var pair = world.pair();
        try (var connection = RawConnection.to(world.base());
                var log = new Log()) {
            for (var i = 0; i < 40; i++) {
                connection.send(post(pair, "a " + i) + post(pair, "b " + i) + post(pair, "c " + i));
                var number = 3 * (i + 1);
                await().atMost(PATIENCE)
                        .until(() -> pair.client()
                                        .texts(pair.coach().id(), "?limit=200")
                                        .size()
                                == number);
            }
            assertThat(log.entries()).noneMatch(entry -> entry.contains("already been read"));
        }
    }
}
