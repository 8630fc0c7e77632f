package dev.rapport.problem;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Set;

/** Tells what will pass (no connection, no room, a lock, an unknown outcome) from what is a bug. */
public final class DatabaseFailure {
    private static final Set<String> PASSING_CLASSES = Set.of("08", "28", "3D", "40", "53", "57", "58");
    private static final Set<String> PASSING_STATES = Set.of("25P03", "55P03");

    private DatabaseFailure() {}

    /**
     * Whether the database, or another try, may well answer the same request later. A commit that failed is one of these,
     * whatever became of it: the same idempotency key finds out.
     */
    public static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isPassing(sql);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The transaction manager tells the database's own reason to nobody.
            if (cause instanceof RollbackException) {
                return true;
            }
        }
        return false;
    }

    /**
     * No connection (08, or the pool's time-out, which has no state), not let in (28, 3D: passwords are rotated), shutting
     * down or cancelled (57), out of resources or disk (53, 58), a connection whose transaction the database ended
     * (25P03), lock time-out (55P03), deadlock or serialization failure (40).
     */
    private static boolean isPassing(SQLException failure) {
        var state = failure.getSQLState();
        return state == null
                || PASSING_CLASSES.contains(state.substring(0, Math.min(2, state.length())))
                || PASSING_STATES.contains(state);
    }
}
