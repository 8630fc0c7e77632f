package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client who writes to a coach without a pause, each text once. */
public final class Writing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MORE = 20;
    private static final int CREATED = 201;

    private final ChatClient coach;
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::write);
    private volatile ChatClient client;
    private volatile boolean done;

    private Writing(World.Pair pair) {
        client = pair.client();
        coach = pair.coach();
    }

    public static Writing of(World.Pair pair) {
        var writing = new Writing(pair);
        writing.thread.start();
        return writing;
    }

    private void write() {
        for (var number = 1; !done; number++) {
            var text = "text " + number;
            try {
                var answer = client.send(coach.id(), text);
                if (answer.status() == CREATED) {
                    stored.add(text);
                } else {
                    refused.add(text + ": " + answer.status());
                }
            } catch (IllegalStateException e) {
                refused.add(text + ": " + e);
            }
        }
    }

    /** Waits until some more has been answered. */
    public void awaitMore() {
        var before = stored.size() + refused.size();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> stored.size() + refused.size() > before + MORE);
    }

    /** The next text goes to this replica. */
    public void goOnAt(Replica replica) {
        client = Deployment.at(replica, client);
    }

    /** Ends it; every text was stored, and the coach reads each of them once and in order. */
    public void assertNothingWasRefusedOrLost() {
        close();
        assertThat(refused).isEmpty();
        var reader = new ChatClient(client.base(), coach.id(), coach.token());
        var read = new ArrayList<String>();
        var more = true;
        for (long version = 0; more; ) {
            var page =
                    reader.messages(client.id(), "?limit=200&since=" + version).json();
            for (var i = 0; i < page.getJsonArray("items").size(); i++) {
                read.add(page.getJsonArray("items").getJsonObject(i).getString("text"));
            }
            version = page.getLong("version");
            more = page.getBoolean("hasMore");
        }
        assertThat(read).isEqualTo(stored);
    }

    @Override
    public void close() {
        done = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
