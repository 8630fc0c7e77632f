package dev.rapport.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.sql.DataSource;

/** What a transaction writes at its end, because nothing in it waits for the result. For the transaction of the caller's thread. */
@ApplicationScoped
public class LastWrites {
    private final TransactionSynchronizationRegistry transaction;
    private final DataSource dataSource;

    LastWrites(TransactionSynchronizationRegistry transaction, DataSource dataSource) {
        this.transaction = transaction;
        this.dataSource = dataSource;
    }

    /** What the caller's transaction writes when it ends, if it is not rolled back: add to it. */
    public Pipeline ofTransaction() {
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
