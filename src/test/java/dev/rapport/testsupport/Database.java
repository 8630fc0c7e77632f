package dev.rapport.testsupport;

import dev.rapport.dev.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.PGConnection;

/** The database of the application under test, as one of its roles. */
public final class Database implements AutoCloseable {
    private final Connection connection;

    private Database(String jdbcUrl, String role) {
        try {
            connection = DriverManager.getConnection(jdbcUrl, role, role);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whom row-level security does not hold: what is really there. */
    public static Database asSuperuser() {
        return as(EmbeddedPostgresServer.SUPERUSER);
    }

    /** The superuser of another database than that of the application under test. */
    static Database asSuperuser(String jdbcUrl) {
        return new Database(jdbcUrl, EmbeddedPostgresServer.SUPERUSER);
    }

    /** The role that serves. */
    public static Database asApplication() {
        return as(EmbeddedPostgresServer.APPLICATION);
    }

    /** The role that migrates. */
    public static Database asOwner() {
        return as(EmbeddedPostgresServer.OWNER);
    }

    private static Database as(String role) {
        return new Database(ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class), role);
    }

    /** For what the methods here do not offer. */
    public Connection connection() {
        return connection;
    }

    /** The first column of what a query finds, as text. */
    public List<String> column(String sql, Object... parameters) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            var values = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    /** From now on {@link #notices} tells how each statement was carried out, those within functions too. For the superuser. */
    public void explainAll() throws SQLException {
        update("load 'auto_explain'");
        for (var setting : List.of("min_duration = 0", "nested_statements = on", "level = notice")) {
            update("set auto_explain.log_" + setting);
        }
    }

    /** What the database says while it carries out a query. */
    public String notices(String query) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(query);
            var notices = new StringBuilder();
            for (var notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                notices.append(notice.getMessage()).append('\n');
            }
            return notices.toString();
        }
    }

    /** The one value that a query finds, as text. */
    public String value(String sql, Object... parameters) throws SQLException {
        return column(sql, parameters).getFirst();
    }

    /** How many rows a statement changed. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                update.setObject(i + 1, parameters[i]);
            }
            return update.executeUpdate();
        }
    }

    /** Every row of every table, as {@code pg_dump} writes them; the embedded PostgreSQL has no such program. */
    public void dump(OutputStream out) throws SQLException, IOException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (var table : column("select tablename from pg_tables where schemaname = 'public'")) {
            out.write(("COPY " + table + " FROM stdin;\n").getBytes(StandardCharsets.UTF_8));
            copy.copyOut("copy " + table + " to stdout", out);
        }
    }

    /** Opens a transaction that acts for this person, as the service does. */
    public Database actAs(String userId) throws SQLException {
        connection.setAutoCommit(false);
        value("select set_config('rapport.user', ?, true)", userId);
        return this;
    }

    public void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        connection.close();
    }
}
