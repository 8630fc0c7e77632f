package dev.rapport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import dev.rapport.testsupport.World;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whoever asks. */
@QuarkusTest
class AuditTableTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String CHECK_VIOLATION = "23514";

    private final World world = World.ofTestApplication();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set action = 'person-renamed'",
                "update audit set actor = actor where false",
                "delete from audit",
                "delete from audit where id < 0",
                "truncate audit",
                "insert into audit (id, actor, action, user_a) overriding system value "
                        + "select id, 'x', 'person-renamed', 'x' from audit limit 1 on conflict (id) do update set actor = 'y'"
            })
    void rows_areNeitherChangedNorTakenAway(String statement) throws SQLException {
        world.pair();
        for (var replicating : List.of(false, true)) {
            inTransaction(connection -> {
                if (replicating) {
                    run(connection, "set local session_replication_role = replica");
                }
                assertRefused(connection, statement, INSUFFICIENT_PRIVILEGE);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A text that somebody wrote, person-renamed, a, b",
        "'', person-renamed, a, b",
        "(rapport, person-renamed, a, b",
        "a, A text that somebody wrote, a, b",
        "a, '', a, b",
        "a, person-renamed, b, a",
        "a, person-renamed, a, a"
    })
    void row_ofAnythingElseIsRefused(String actor, String action, String userA, String userB) throws SQLException {
        inTransaction(connection -> {
            try (var insert = connection.prepareStatement(
                    "insert into audit (actor, action, user_a, user_b) values (?, ?, ?, ?)")) {
                insert.setString(1, actor);
                insert.setString(2, action);
                insert.setString(3, userA);
                insert.setString(4, userB);
                assertThatThrownBy(insert::execute)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refusal -> assertThat(refusal.getSQLState()).isEqualTo(CHECK_VIOLATION));
            }
        });
    }

    @Test
    void columns_haveNoPlaceForText() throws SQLException {
        try (var connection = Database.asSuperuser().connection();
                var query = connection.prepareStatement(
                        "select column_name from information_schema.columns where table_name = 'audit'")) {
            assertThat(strings(query.executeQuery()))
                    .containsExactlyInAnyOrder("id", "at", "actor", "action", "user_a", "user_b");
        }
    }

    @Test
    void rows_areShownToThePeopleConcernedOnly() throws SQLException {
        var pair = world.pair();
        var client = pair.client().id();
        var coach = pair.coach().id();
        var others = world.pair();
        assertThat(seenBy(client)).containsExactlyInAnyOrder("person-announced", "assignment-made");
        assertThat(seenBy(coach)).containsExactlyInAnyOrder("person-announced", "assignment-made");
        assertThat(seenBy(others.client().id())).containsExactlyInAnyOrder("person-announced", "assignment-made");
        assertThat(seenBy("nobody-" + UUID.randomUUID())).isEmpty();
        assertThat(seenBy("")).isEmpty();
        assertThat(seenBy(null)).isEmpty();
        // Anybody's fact may be recorded by the one role that serves.
        asApplication(
                client,
                connection -> run(
                        connection, "insert into audit (actor, action, user_a) values ('x', 'person-renamed', 'y')"));
    }

    @Test
    void rowsOfTheSameMoment_comeOnceEachWhateverThePage() throws SQLException {
        var pair = world.pair();
        try (var connection = Database.asSuperuser().connection();
                var insert = connection.prepareStatement(
                        "insert into audit (at, actor, action, user_a) select '2020-01-01', 'actor-' || i, 'person-renamed', ?"
                                + " from generate_series(1, 7) i")) {
            insert.setString(1, pair.client().id());
            insert.execute();
        }
        for (var limit : List.of(1, 2, 3, 4, 5, 200)) {
            var actors = new ArrayList<String>();
            for (var cursor = ""; cursor != null; ) {
                var page = pair.client()
                        .get("/api/v1/conversations/" + pair.coach().id() + "/audit?limit=" + limit
                                + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                page.items().forEach(item -> actors.add(((JsonObject) item).getString("actor")));
                cursor = page.json().getString("nextCursor");
                assertThat(actors).hasSizeLessThan(10);
            }
            assertThat(actors)
                    .containsExactly(
                            "platform-1",
                            "platform-1",
                            "actor-7",
                            "actor-6",
                            "actor-5",
                            "actor-4",
                            "actor-3",
                            "actor-2",
                            "actor-1");
        }
    }

    private List<String> seenBy(String user) throws SQLException {
        var seen = new ArrayList<String>();
        asApplication(user, connection -> {
            try (var query = connection.prepareStatement("select action from audit")) {
                seen.addAll(strings(query.executeQuery()));
            }
        });
        return seen;
    }

    /** Under the role that serves. */
    private static void asApplication(String user, Work work) throws SQLException {
        try (var application = Database.asApplication()) {
            if (user == null) {
                application.connection().setAutoCommit(false);
            } else {
                application.actAs(user);
            }
            work.with(application.connection());
        }
    }

    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    /** Rolled back afterwards, roles and settings and all. */
    private void inTransaction(Work work) throws SQLException {
        try (var connection = Database.asSuperuser().connection()) {
            connection.setAutoCommit(false);
            try {
                work.with(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    private static void assertRefused(Connection connection, String statement, String state) {
        assertThatThrownBy(() -> run(connection, statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(state));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(ResultSet rows) throws SQLException {
        var strings = new ArrayList<String>();
        while (rows.next()) {
            strings.add(rows.getString(1));
        }
        return strings;
    }
}
