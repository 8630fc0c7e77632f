package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.dev.EmbeddedPostgresServer;
import dev.rapport.testsupport.Proxy.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real driver, whose commits lose their text after a few. */
@QuarkusTest
class CommitFailpointTest {
    private static final int MORE_THAN_THE_DRIVER_NEEDS_TO_NAME_IT = 12;

    private final CommitFailpoint failpoint = new CommitFailpoint();
    private Proxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        var url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        var port = URI.create(url.substring("jdbc:".length())).getPort();
        proxy = new Proxy(port, failpoint);
        connection = DriverManager.getConnection(
                url.replace(":" + port, ":" + proxy.port()),
                EmbeddedPostgresServer.APPLICATION,
                EmbeddedPostgresServer.APPLICATION);
        connection.setAutoCommit(false);
        for (var i = 0; i < MORE_THAN_THE_DRIVER_NEEDS_TO_NAME_IT; i++) {
            announce(UUID.randomUUID().toString());
            connection.commit();
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        proxy.close();
    }

    private void announce(String id) throws SQLException {
        try (var insert = connection.prepareStatement("insert into app_user (id, display_name) values (?, 'x')")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
    }

    private static long stored(String id) throws SQLException {
        try (var database = Database.asSuperuser()) {
            return Long.parseLong(database.value("select count(*) from app_user where id = ?", id));
        }
    }

    @Test
    void loseAnswer_commitsAndTellsNobody() throws Exception {
        failpoint.arm("insert into app_user", Verdict.LOSE_ANSWER, 1);
        var id = UUID.randomUUID().toString();
        announce(id);
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThat(stored(id)).isEqualTo(1);
        assertThat(failpoint.hits()).isEqualTo(1);
    }

    @Test
    void statementOutsideATransaction_isOneOfItsOwn() throws Exception {
        connection.setAutoCommit(true);
        failpoint.arm("insert into app_user", Verdict.LOSE_ANSWER, 1);
        var id = UUID.randomUUID().toString();
        assertThatThrownBy(() -> announce(id)).isInstanceOf(SQLException.class);
        assertThat(stored(id)).isEqualTo(1);
        assertThat(failpoint.hits()).isEqualTo(1);
    }

    @Test
    void otherTransactions_passUntouched() throws Exception {
        failpoint.arm("insert into message", Verdict.LOSE_ANSWER, 1);
        var id = UUID.randomUUID().toString();
        announce(id);
        connection.commit();
        assertThat(stored(id)).isEqualTo(1);
        assertThat(failpoint.hits()).isZero();
    }

    @Test
    void rollback_isNoCommit() throws Exception {
        failpoint.arm("insert into app_user", Verdict.LOSE_ANSWER, 1);
        announce(UUID.randomUUID().toString());
        connection.rollback();
        assertThat(failpoint.hits()).isZero();
    }

    @Test
    void hold_keepsTheCommitFromTheServer() throws Exception {
        failpoint.arm("insert into app_user", Verdict.HOLD, 1);
        var id = UUID.randomUUID().toString();
        announce(id);
        var commit = Thread.ofVirtual().start(() -> {
            try {
                connection.commit();
            } catch (SQLException e) {
                // Cut below.
            }
        });
        await().until(() -> failpoint.hits() == 1);
        proxy.cut();
        commit.join();
        assertThat(stored(id)).isZero();
    }
}
