package dev.rapport.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the database in one round trip and run there one after the other, each with a snapshot of its own.
 * Outside a transaction they are together one of their own. The driver keeps their plans by their common text: the
 * same statements should come in the same order. For one thread.
 */
public final class Pipeline {
    private record Step(String sql, List<@Nullable Object> parameters, Reading reading) {}

    @FunctionalInterface
    private interface Reading {
        void read(ResultSet rows) throws SQLException;
    }

    /** Makes something of the rows that a statement found. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private final List<Step> steps = new ArrayList<>();

    /** Adds a statement whose result nobody reads. */
    public Pipeline add(String sql, @Nullable Object... parameters) {
        steps.add(new Step(sql, Arrays.asList(parameters), rows -> {}));
        return this;
    }

    /** Adds a statement that finds rows; what {@code reader} makes of them is there after {@link #run}. */
    public <T> Supplier<T> ask(String sql, Reader<T> reader, @Nullable Object... parameters) {
        var answer = new Answer<T>();
        steps.add(new Step(sql, Arrays.asList(parameters), rows -> answer.value = Optional.of(reader.read(rows))));
        return answer;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Runs all of them; the first that fails ends it with a {@link StatementRefused}, and the others do not run. */
    public void run(DataSource dataSource) {
        try (var connection = dataSource.getConnection()) {
            run(connection);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    void run(Connection connection) {
        try (var query = prepare(connection)) {
            var hasRows = query.execute();
            for (var step : steps) {
                if (hasRows) {
                    try (var rows = query.getResultSet()) {
                        step.reading.read(rows);
                    }
                }
                hasRows = query.getMoreResults();
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private static StatementRefused refused(SQLException reason) {
        return new StatementRefused(reason);
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        var sql = steps.stream().map(Step::sql).collect(Collectors.joining(";"));
        @SuppressWarnings("MustBeClosed") // by the caller
        var query = connection.prepareStatement(sql);
        var at = 0;
        for (var step : steps) {
            for (var parameter : step.parameters) {
                at++;
                if (parameter == null) {
                    // With a type: the driver plans anew whenever the types of parameters change.
                    query.setNull(at, Types.VARCHAR);
                } else {
                    query.setObject(at, parameter);
                }
            }
        }
        return query;
    }

    private static final class Answer<T> implements Supplier<T> {
        private Optional<T> value = Optional.empty();

        @Override
        public T get() {
            return value.orElseThrow();
        }
    }
}
