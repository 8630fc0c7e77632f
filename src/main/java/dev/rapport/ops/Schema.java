package dev.rapport.ops;

import dev.rapport.problem.StartRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/**
 * What must hold before anything is served: the schema is there, of this version or newer, and row-level security holds
 * for the role that serves. Whoever owns the tables or may bypass it could switch the layer off without anyone noticing.
 */
@ApplicationScoped
class Schema {
    /** The newest migration that this code needs. */
    static final int VERSION = 6;

    private static final String ROLE = """
            select rolsuper or rolbypassrls
                or exists (select from pg_class where relname = 'message' and pg_has_role(relowner, 'member'))
            from pg_roles where rolname = current_user
            """;

    private static final String MIGRATED =
            "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history where success";

    /** Any number that nothing else in this database locks. */
    private static final long MIGRATING = 0x526170706f7274L;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String NOT_GRANTED = "42501";

    private final DataSource dataSource;
    private final Flyway flyway;
    private final boolean migrates;

    Schema(
            DataSource dataSource,
            Flyway flyway,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> owner) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.migrates = owner.isPresent();
    }

    /**
     * Migrates, where the owner's role is given, and looks at the schema.
     *
     * @throws StartRefused for what only an operator can mend
     * @throws SQLException or a runtime exception around one, for what may pass
     */
    void prepare() throws SQLException {
        if (migrates) {
            migrate();
        }
        try (var connection = dataSource.getConnection();
                var query = connection.createStatement()) {
            try (var role = query.executeQuery(ROLE)) {
                if (!role.next() || role.getBoolean(1)) {
                    throw new StartRefused(
                            "the role of QUARKUS_DATASOURCE_USERNAME owns the tables, is a superuser or bypasses row-level"
                                    + " security. Serve with a role that owns nothing, and give the owner's as"
                                    + " QUARKUS_FLYWAY_USERNAME to migrate");
                }
            }
            try (var version = query.executeQuery(MIGRATED)) {
                if (!version.next() || version.getInt(1) < VERSION) {
                    throw notMigrated();
                }
            }
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState()) || NOT_GRANTED.equals(e.getSQLState())) {
                throw notMigrated();
            }
            throw e;
        }
    }

    /** One replica at a time: Flyway locks its migrations, and not the grants after them, of which two at once fail. */
    private void migrate() throws SQLException {
        try (var connection = dataSource.getConnection();
                var lock = connection.createStatement()) {
            lock.execute("select pg_advisory_lock(" + MIGRATING + ")");
            try {
                flyway.migrate();
            } finally {
                lock.execute("select pg_advisory_unlock(" + MIGRATING + ")");
            }
        }
    }

    private static StartRefused notMigrated() {
        return new StartRefused("the schema is not up to date for this role. Run it once with the argument migrate, or"
                + " set QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD to migrate at the start");
    }
}
