package dev.rapport.database;

import java.sql.SQLException;

/** The database did not do what it was asked, or there is no connection to it. */
public final class StatementRefused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String state;

    StatementRefused(SQLException reason) {
        super("the database refused a statement", reason);
        state = String.valueOf(reason.getSQLState());
    }

    /** Whether it was for this SQLSTATE. */
    public boolean isFor(String sqlState) {
        return state.equals(sqlState);
    }
}
