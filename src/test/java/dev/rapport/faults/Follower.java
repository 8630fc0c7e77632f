package dev.rapport.faults;

import dev.rapport.faults.History.Event;
import dev.rapport.faults.History.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a socket open and reads what it is told of, as the protocol says, but without the slow timer: a message of which
 * nobody tells is never read.
 */
final class Follower {
    /** What a client comes back from; 4401, 4403, 4409 and 1008 it does not. */
    private static final Set<Integer> STAYS_AWAY = Set.of(4401, 4403, 4409, 1008);

    private static final long READY_MILLIS = 10_000;
    /** The contract's 1 to 30 s, shortened. */
    private static final int FIRST_JITTER_MILLIS = 200;

    private static final int LAST_JITTER_MILLIS = 1_000;
    /** One new page in so many moves the read mark. */
    private static final int READ_MARKS = 4;

    private final Person person;
    private final History history;
    private final RandomGenerator random;
    private final Semaphore told = new Semaphore(0);
    private volatile boolean stopping;
    private volatile long lastSeq;
    private volatile @Nullable WebSocket open;
    private long cursor;
    private int sockets;

    /** {@code cursor} is the version after which it reads. */
    Follower(Person person, History history, RandomGenerator random, long cursor) {
        this.person = person;
        this.history = history;
        this.random = random;
        this.cursor = cursor;
    }

    /** The highest number read so far. */
    long lastSeq() {
        return lastSeq;
    }

    void stop() {
        stopping = true;
        var socket = open;
        if (socket != null) {
            socket.abort();
        }
    }

    void listen() {
        try {
            for (var failures = 0; !stopping; failures++) {
                var socket = new Socket(++sockets);
                if (socket.runs()) {
                    failures = 0;
                }
                if (STAYS_AWAY.contains(socket.code)) {
                    return;
                }
                Thread.sleep(
                        random.nextInt(Math.min(LAST_JITTER_MILLIS, FIRST_JITTER_MILLIS << Math.min(failures, 5))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void read() {
        try {
            while (!stopping) {
                told.acquire();
                told.drainPermits();
                while (!stopping && fetch()) {
                    // The next page.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is more; what fails is tried again a little later. */
    private boolean fetch() throws InterruptedException {
        try {
            var reply = Http.call(person.messages(person.anywhere().get(), "?since=" + cursor));
            if (!reply.isSuccess()) {
                history.add(new Event.Refused(history.now(), person.id(), "fetch", reply));
                Thread.sleep(random.nextInt(200, 1_000));
                return true;
            }
            var page = new JsonObject(reply.body());
            var items = messages(page.getJsonArray("items"));
            history.add(new Event.Fetched(
                    history.now(), person.id(), person.peer(), cursor, items, page.getLong("version")));
            cursor = page.getLong("version");
            if (!items.isEmpty()) {
                lastSeq = items.getLast().seq();
                mark();
            }
            return page.getBoolean("hasMore");
        } catch (IOException e) {
            history.add(new Event.Failed(history.now(), person.id(), "fetch", String.valueOf(e.getMessage())));
            Thread.sleep(random.nextInt(100, 600));
            return true;
        }
    }

    static List<Message> messages(JsonArray items) {
        return IntStream.range(0, items.size())
                .mapToObj(items::getJsonObject)
                .map(item -> new Message(
                        item.getLong("seq"),
                        item.getLong("version"),
                        item.getString("senderId"),
                        item.getString("text")))
                .toList();
    }

    /** Makes versions that belong to no message. */
    private void mark() throws IOException, InterruptedException {
        if (random.nextInt(READ_MARKS) > 0) {
            return;
        }
        var reply =
                Http.call(person.request(person.anywhere().get(), "/api/v1/conversations/" + person.peer() + "/read")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"seq\":" + lastSeq + "}")));
        if (!reply.isSuccess()) {
            history.add(new Event.Refused(history.now(), person.id(), "read mark", reply));
        }
    }

    /** One connection, from the handshake to its end. */
    private final class Socket implements WebSocket.Listener {
        private final int number;
        private final URI where = person.anywhere().get();
        private final StringBuilder partial = new StringBuilder();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CompletableFuture<Void> ready = new CompletableFuture<>();
        private int code;

        Socket(int number) {
            this.number = number;
        }

        /** Whether it was upgraded. */
        boolean runs() throws InterruptedException {
            try {
                var socket = Http.open(where, person.token(), this);
                open = socket;
                awaitReady(socket);
                code = closed.get();
                socket.abort();
                return true;
            } catch (Http.Refused e) {
                history.add(new Event.Refused(history.now(), person.id(), "socket", e.reply()));
            } catch (IOException e) {
                history.add(new Event.Failed(history.now(), person.id(), "socket", String.valueOf(e.getMessage())));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            return false;
        }

        /** Open in name only: as bad as closed. */
        private void awaitReady(WebSocket socket) throws InterruptedException, ExecutionException {
            try {
                CompletableFuture.anyOf(ready, closed).get(READY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                socket.abort();
                ended(1006);
            }
        }

        @Override
        public void onOpen(WebSocket socket) {
            history.add(new Event.Opened(history.now(), person.id(), number, where.getAuthority()));
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                heard(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void heard(String frame) {
            history.add(new Event.Frame(history.now(), person.id(), number, frame));
            ready.complete(null);
            told.release();
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            ended(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended(1006);
        }

        private void ended(int closeCode) {
            if (closed.complete(closeCode)) {
                history.add(new Event.Closed(history.now(), person.id(), number, closeCode));
            }
        }
    }
}
