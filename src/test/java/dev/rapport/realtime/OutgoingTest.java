package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a socket is told, and when it is given up, for peers that read at once, slowly or never. */
class OutgoingTest {
    private static final String READY = "{\"content\":\"ready\"}";
    private static final int MOST_WAITING = 20;
    private static final int MOST_UNDER_WAY = 8;
    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

    private final Peer peer = new Peer();
    private final Outgoing outgoing = new Outgoing(peer, MOST_WAITING, Clock.fixed(START, ZoneOffset.UTC));

    /** A peer that reads when the test says so; what it got, in order, with the name of the close at its end. */
    private static final class Peer implements Outgoing.Wire {
        private final List<String> got = new CopyOnWriteArrayList<>();
        private final Deque<CompletableFuture<Void>> unread = new ArrayDeque<>();
        private boolean readsAtOnce;

        @Override
        public Uni<Void> write(String frame) {
            if (readsAtOnce) {
                // Whoever may write as well gets the chance to.
                Thread.yield();
            }
            got.add(frame);
            var read = new CompletableFuture<Void>();
            if (readsAtOnce) {
                read.complete(null);
            } else {
                unread.add(read);
            }
            return Uni.createFrom().completionStage(read);
        }

        @Override
        public void close(CloseCode code) {
            got.add(code.name());
        }

        void readOne() {
            unread.remove().complete(null);
        }

        void readAll() {
            while (!unread.isEmpty()) {
                readOne();
            }
        }
    }

    private void tell(int from, int to) {
        IntStream.range(from, to).forEach(i -> outgoing.tell("hint " + i));
    }

    @Test
    void hint_beforeReadyIsDropped() {
        outgoing.tell("early");
        outgoing.ready();
        outgoing.tell("later");
        assertThat(peer.got).containsExactly(READY, "later");
    }

    @Test
    void frames_underWayAreFewUntilThePeerReads() {
        outgoing.ready();
        tell(0, 15);
        assertThat(peer.got).hasSize(MOST_UNDER_WAY);
        peer.readOne();
        assertThat(peer.got).hasSize(MOST_UNDER_WAY + 1);
        peer.readAll();
        assertThat(peer.got).hasSize(16).startsWith(READY, "hint 0", "hint 1").endsWith("hint 14");
    }

    @Test
    void sameHint_waitsOnce() {
        outgoing.ready();
        tell(0, MOST_UNDER_WAY - 1);
        for (var i = 0; i < 50_000; i++) {
            outgoing.tell("again");
        }
        assertThat(outgoing.isClosing()).isFalse();
        peer.readAll();
        assertThat(peer.got).hasSize(MOST_UNDER_WAY + 1).endsWith("again");
        // It has left: told again, it is news.
        outgoing.tell("again");
        assertThat(peer.got).endsWith("again", "again");
    }

    @Test
    void peer_thatLetsTooManyWaitIsClosedAndNothingIsKept() {
        outgoing.ready();
        tell(0, MOST_UNDER_WAY - 1 + MOST_WAITING);
        assertThat(outgoing.isClosing()).isFalse();
        outgoing.tell("one more");
        assertThat(outgoing.isClosing()).isTrue();
        assertThat(peer.got).hasSize(MOST_UNDER_WAY + 1).endsWith("TOO_SLOW");
        peer.readAll();
        tell(0, 100);
        assertThat(peer.got).hasSize(MOST_UNDER_WAY + 1);
    }

    @Test
    void close_isTheLastAndTheFirstReasonCounts() {
        outgoing.ready();
        tell(0, 15);
        outgoing.close(CloseCode.TOKEN_OVER);
        outgoing.close(CloseCode.NO_ASSIGNMENT);
        outgoing.tell("too late");
        peer.readAll();
        assertThat(peer.got).hasSize(MOST_UNDER_WAY + 1).endsWith("TOKEN_OVER");
    }

    @Test
    void frame_thatIsNotReadInTimeIsStuck() {
        outgoing.ready();
        assertThat(outgoing.isStuckSince(START)).isFalse();
        assertThat(outgoing.isStuckSince(START.plus(Duration.ofMillis(1)))).isTrue();
        peer.readAll();
        assertThat(outgoing.isStuckSince(START.plus(Duration.ofDays(1)))).isFalse();
    }

    /** Whatever threads tell and close at the same time: ready is first, the close last, and no frame overtakes another. */
    @RepeatedTest(20)
    void order_holdsForManyThreads() throws Exception {
        peer.readsAtOnce = true;
        var roomy = new Outgoing(peer, 10_000, Clock.systemUTC());
        var isHalfWay = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (var teller = 0; teller < 4; teller++) {
                var name = "teller " + teller + " ";
                threads.submit(() -> IntStream.range(1000, 3000).forEach(i -> {
                    roomy.tell(name + i);
                    if (i == 2000) {
                        isHalfWay.countDown();
                    }
                }));
            }
            roomy.ready();
            isHalfWay.await();
            roomy.close(CloseCode.RESTARTING);
        }
        assertThat(peer.got).startsWith(READY).endsWith("RESTARTING").doesNotHaveDuplicates();
        for (var teller = 0; teller < 4; teller++) {
            var name = "teller " + teller + " ";
            assertThat(peer.got).filteredOn(frame -> frame.startsWith(name)).isSorted();
        }
    }
}
