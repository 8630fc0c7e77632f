package dev.rapport.realtime;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to one socket: {@code ready} first, then notifications, the close last. The framework would take any
 * number of frames and keep them for a peer that reads none. Here a few are under way; others wait, each once however
 * often it is told, and who lets too many wait is closed. Never blocks; safe on any thread.
 */
final class Outgoing {
    /** The socket itself. */
    interface Wire {
        /** Completes when the frame has left this process. */
        Uni<Void> write(String frame);

        /** Tells the peer why, after what was written before. */
        void close(CloseCode code);
    }

    private static final String READY = "{\"content\":\"ready\"}";
    private static final int MOST_UNDER_WAY = 8;

    private final Wire wire;
    private final int mostWaiting;
    private final Clock clock;
    private final SequencedSet<String> waiting = new LinkedHashSet<>();
    private final Deque<Instant> underWaySince = new ArrayDeque<>();
    private @Nullable CloseCode closing;
    private boolean isReady;
    private boolean isCloseSent;
    private boolean isWriting;

    Outgoing(Wire wire, int mostWaiting, Clock clock) {
        this.wire = wire;
        this.mostWaiting = mostWaiting;
        this.clock = clock;
    }

    /** Sends the first frame; until then nothing is told. */
    void ready() {
        synchronized (this) {
            if (closing == null) {
                isReady = true;
                waiting.add(READY);
            }
        }
        write();
    }

    void tell(String frame) {
        synchronized (this) {
            if (!isReady || closing != null) {
                return;
            }
            waiting.add(frame);
            if (waiting.size() > mostWaiting) {
                closeWith(CloseCode.TOO_SLOW);
            }
        }
        write();
    }

    /** Decides that nothing more is told; the first reason counts. */
    void close(CloseCode code) {
        synchronized (this) {
            closeWith(code);
        }
        write();
    }

    private void closeWith(CloseCode code) {
        if (closing == null) {
            closing = code;
            waiting.clear();
        }
    }

    synchronized boolean isClosing() {
        return closing != null;
    }

    /** Whether a frame has been under way since before {@code deadline}. */
    synchronized boolean isStuckSince(Instant deadline) {
        var oldest = underWaySince.peek();
        return oldest != null && oldest.isBefore(deadline);
    }

    /**
     * One thread at a time writes, also what others add meanwhile, or frames would overtake each other. It does so without
     * our lock: the socket has one of its own, and may hold it when it calls {@link #written}.
     */
    private void write() {
        synchronized (this) {
            if (isWriting) {
                return;
            }
            isWriting = true;
        }
        for (var step = next(); step != null; step = next()) {
            step.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        var code = closing;
        if (code != null && !isCloseSent) {
            isCloseSent = true;
            return () -> wire.close(code);
        }
        if (!waiting.isEmpty() && underWaySince.size() < MOST_UNDER_WAY) {
            var frame = waiting.removeFirst();
            underWaySince.add(clock.instant());
            return () -> wire.write(frame).subscribe().with(sent -> written(), failure -> written());
        }
        isWriting = false;
        return null;
    }

    /** Frames leave in their order. A failure means that the socket has closed, which it tells elsewhere. */
    private void written() {
        synchronized (this) {
            underWaySince.poll();
        }
        write();
    }
}
