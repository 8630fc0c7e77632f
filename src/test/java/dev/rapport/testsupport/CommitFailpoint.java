package dev.rapport.testsupport;

import dev.rapport.testsupport.Proxy.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Breaks a link to PostgreSQL at the commit of a transaction in which a certain statement ran. It reads the protocol along,
 * because the driver names its statements after a while: the bytes of such a commit no longer say {@code COMMIT}. What runs
 * outside a transaction is one of its own, which the server commits when it is told that no more comes.
 */
public final class CommitFailpoint implements Supplier<Proxy.Inspector> {
    private static final int PROTOCOL = 3;

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();
    private volatile String statement = "";
    private volatile Verdict verdict = Verdict.PASS;

    /**
     * The next {@code times} commits of transactions that hold {@code statement} (in lower case) meet this verdict; so does the end of
     * an implicit one that the server refused, which looks the same from here.
     */
    public void arm(String newStatement, Verdict newVerdict, int times) {
        statement = newStatement;
        verdict = newVerdict;
        left.set(times);
    }

    public void disarm() {
        left.set(0);
    }

    /** How many commits have met their verdict so far. */
    public int hits() {
        return hits.get();
    }

    @Override
    public Proxy.Inspector get() {
        return new Conversation();
    }

    private Verdict committing(List<String> transaction) {
        if (transaction.stream().anyMatch(sql -> sql.contains(statement))
                && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            hits.incrementAndGet();
            return verdict;
        }
        return Verdict.PASS;
    }

    /** What one connection asks. */
    private final class Conversation implements Proxy.Inspector {
        private final Map<String, String> prepared = new HashMap<>();
        private final List<String> transaction = new ArrayList<>();
        private byte[] unread = new byte[0];
        private boolean started;
        private boolean isBegun;

        @Override
        public Verdict see(byte[] bytes, int count) {
            var all = ByteBuffer.allocate(unread.length + count)
                    .put(unread)
                    .put(bytes, 0, count)
                    .flip();
            var result = Verdict.PASS;
            while (hasMessage(all)) {
                var kind = started ? all.get() : 0;
                var message = all.slice(all.position() + 4, all.getInt(all.position()) - 4);
                all.position(all.position() + all.getInt(all.position()));
                var one = read(kind, message);
                result = one == Verdict.PASS ? result : one;
            }
            unread = new byte[all.remaining()];
            all.get(unread);
            return result;
        }

        private boolean hasMessage(ByteBuffer all) {
            var head = started ? 1 : 0;
            return all.remaining() >= head + 4 && all.remaining() >= head + all.getInt(all.position() + head);
        }

        private Verdict read(int kind, ByteBuffer message) {
            switch (kind) {
                // Requests for encryption come before it, in the same form.
                case 0 -> started = message.getInt() >>> 16 == PROTOCOL;
                case 'P' -> prepared.put(text(message), text(message));
                case 'B' -> {
                    text(message);
                    return executed(prepared.getOrDefault(text(message), ""));
                }
                case 'Q' -> {
                    var explicit = executed(text(message));
                    return explicit == Verdict.PASS ? synced() : explicit;
                }
                case 'S' -> {
                    return synced();
                }
                default -> {}
            }
            return Verdict.PASS;
        }

        private Verdict executed(String sql) {
            var asked = sql.strip().toLowerCase(Locale.ROOT);
            isBegun |= asked.startsWith("begin");
            if (!asked.equals("commit") && !asked.equals("rollback")) {
                transaction.add(asked);
                return Verdict.PASS;
            }
            var result = asked.equals("commit") ? committing(transaction) : Verdict.PASS;
            transaction.clear();
            isBegun = false;
            return result;
        }

        private Verdict synced() {
            if (isBegun) {
                return Verdict.PASS;
            }
            var result = committing(transaction);
            transaction.clear();
            return result;
        }

        private static String text(ByteBuffer message) {
            var start = message.position();
            while (message.get() != 0) {
                // To the end of the text.
            }
            var bytes = new byte[message.position() - 1 - start];
            message.get(start, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
