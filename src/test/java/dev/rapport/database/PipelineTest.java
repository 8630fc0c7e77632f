package dev.rapport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PipelineTest {
    private static final String WHO = "select coalesce(current_setting('rapport.user', true), '')";

    private final Database database = Database.asApplication();

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private static String first(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getString(1) : "none";
    }

    private static List<Long> numbers(ResultSet rows) throws SQLException {
        var numbers = new ArrayList<Long>();
        while (rows.next()) {
            numbers.add(rows.getLong(1));
        }
        return numbers;
    }

    @Test
    void answers_areThoseOfTheirStatements() throws SQLException {
        var key = UUID.randomUUID();
        var pipeline = new Pipeline().add("select set_config('rapport.user', ?, true)", "somebody");
        var many = pipeline.ask("select * from generate_series(cast(? as bigint), ?)", PipelineTest::numbers, 3L, 5L);
        var none = pipeline.ask("select 1 where false", PipelineTest::first);
        pipeline.add("delete from away where false");
        pipeline.add("select 1");
        var nothing = pipeline.ask("select cast(? as text) is null", PipelineTest::first, (Object) null);
        var last = pipeline.ask("select cast(cast(? as uuid) as text)", PipelineTest::first, key);
        // More often than the driver takes to name its statements.
        for (var i = 0; i < 10; i++) {
            pipeline.run(database.connection());
            assertThat(many.get()).containsExactly(3L, 4L, 5L);
            assertThat(none.get()).isEqualTo("none");
            assertThat(nothing.get()).isEqualTo("t");
            assertThat(last.get()).isEqualTo(key.toString());
        }
    }

    /** Else the next who gets the connection would be shown what this person may see. */
    @Test
    void setting_isForTheOtherStatementsAndGoneAfterwards() throws SQLException {
        for (var i = 0; i < 10; i++) {
            var pipeline = new Pipeline().add("select set_config('rapport.user', ?, true)", "somebody");
            var who = pipeline.ask(WHO, PipelineTest::first);
            pipeline.run(database.connection());
            assertThat(who.get()).isEqualTo("somebody");
            assertThat(database.value(WHO)).isEmpty();
        }
    }

    @Test
    void failure_undoesWhatCameBefore() throws SQLException {
        var coach = "coach-" + UUID.randomUUID();
        var pipeline = new Pipeline()
                .add("select set_config('rapport.user', ?, true)", coach)
                .add("insert into away (user_id) values (?)", coach)
                .add("select 1 / 0")
                .add("insert into away (user_id) values (?)", coach + "-2");
        assertThatThrownBy(() -> pipeline.run(database.connection())).hasCauseInstanceOf(SQLException.class);
        assertThat(database.value(WHO)).isEmpty();
        assertThat(database.value("select count(*) from away where user_id like ?", coach + "%"))
                .isEqualTo("0");
    }
}
