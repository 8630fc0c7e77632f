package dev.rapport.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a transaction writes at its end, because nothing in it waits for the result. For the transaction of the caller's thread. */
@ApplicationScoped
public class LastWrites {
    private static final String COMMIT = "commit";

    private final TransactionSynchronizationRegistry transaction;
    private final DataSource dataSource;

    LastWrites(TransactionSynchronizationRegistry transaction, DataSource dataSource) {
        this.transaction = transaction;
        this.dataSource = dataSource;
    }

    /** Writes this when the transaction ends, if it is not rolled back. */
    public void add(String sql, @Nullable Object... parameters) {
        waiting().add(sql, parameters);
    }

    /**
     * Runs {@code last}, then what waits, then commits, all in one round trip. The driver knows from the database that its
     * transaction is over, and the transaction manager's own commit sends nothing more. Only where all that the transaction
     * wrote was written by statements: what Hibernate has not flushed yet would come too late.
     */
    public void commitWith(Pipeline last) {
        var waiting = waiting();
        last.addAll(waiting).add(COMMIT);
        waiting.clear();
        last.run(dataSource);
    }

    private Pipeline waiting() {
        if (transaction.getResource(LastWrites.class) instanceof Pipeline known) {
            return known;
        }
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("there is no transaction to write in");
        }
        var waiting = new Pipeline();
        transaction.putResource(LastWrites.class, waiting);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                if (!waiting.isEmpty()) {
                    waiting.run(dataSource);
                }
            }

            @Override
            public void afterCompletion(int status) {
                // Nothing is left to do.
            }
        });
        return waiting;
    }
}
