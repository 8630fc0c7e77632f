package dev.rapport.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A transaction of one connection and of statements alone, without the transaction manager; rolled back when it is closed and
 * was not committed. What the database refuses is an {@link IllegalStateException}. For one thread.
 */
public final class LocalTransaction implements AutoCloseable {
    private static final String COMMIT = "commit";

    private final Connection connection;
    private boolean isCommitted;

    private LocalTransaction(Connection connection) {
        this.connection = connection;
    }

    /** Waits for a connection as the pool does; the database hears of it with the first statement. */
    public static LocalTransaction begin(DataSource dataSource) {
        try {
            @SuppressWarnings("MustBeClosed") // by close()
            var connection = dataSource.getConnection();
            return begun(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("there is no connection to the database", e);
        }
    }

    private static LocalTransaction begun(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(false);
            return new LocalTransaction(connection);
        } catch (SQLException e) {
            // Else the pool would never have it back.
            connection.close();
            throw e;
        }
    }

    /** Runs these statements in one round trip. */
    public void run(Pipeline pipeline) {
        pipeline.run(connection);
    }

    /** Runs {@code last} and commits, in one round trip: the driver learns from the database that the transaction is over. */
    public void commitWith(Pipeline last) {
        run(last.add(COMMIT));
        isCommitted = true;
    }

    @Override
    public void close() {
        try (connection) {
            if (!isCommitted) {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not take a transaction back", e);
        }
    }
}
