package dev.rapport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalTransactionTest {
    private static final String WRITE = "insert into away (user_id) values (?)";

    @Inject
    AgroalDataSource dataSource;

    private final String coach = "coach-" + UUID.randomUUID();

    private int written() throws SQLException {
        try (var all = Database.asSuperuser()) {
            return Integer.parseInt(all.value("select count(*) from away where user_id like ?", coach + "%"));
        }
    }

    @Test
    void commitWith_commitsAtOnceTheLastAndWhatWasBefore() throws SQLException {
        try (var transaction = LocalTransaction.begin(dataSource)) {
            transaction.run(new Pipeline().add(WRITE, coach + "-first"));
            assertThat(written()).isZero();
            transaction.commitWith(new Pipeline().add(WRITE, coach + "-last"));
            // On another connection: it is committed although this transaction is not closed.
            assertThat(written()).isEqualTo(2);
        }
        assertThat(written()).isEqualTo(2);
    }

    @Test
    void close_withoutACommitTakesBack() throws SQLException {
        try (var transaction = LocalTransaction.begin(dataSource)) {
            transaction.run(new Pipeline().add(WRITE, coach));
        }
        assertThat(written()).isZero();
    }

    @Test
    void commitWith_whatFailsCommitsNothing() throws SQLException {
        try (var transaction = LocalTransaction.begin(dataSource)) {
            var failing = new Pipeline().add(WRITE, coach).add("select 1 / 0");
            assertThatThrownBy(() -> transaction.commitWith(failing)).hasRootCauseInstanceOf(SQLException.class);
        }
        assertThat(written()).isZero();
    }

    /** Else the pool would hand it to the next caller in the middle of a transaction. */
    @Test
    void close_givesTheConnectionBackAsItWas() throws SQLException {
        for (var time = 0; time < 30; time++) {
            try (var transaction = LocalTransaction.begin(dataSource)) {
                transaction.run(new Pipeline().add("select set_config('rapport.user', ?, true)", coach));
                if (time % 2 == 0) {
                    transaction.commitWith(new Pipeline().add("select 1"));
                }
            }
            try (var connection = dataSource.getConnection();
                    var write = connection.prepareStatement(
                            WRITE + " returning coalesce(current_setting('rapport.user', true), '')")) {
                write.setString(1, coach + time);
                var row = write.executeQuery();
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEmpty();
                assertThat(written()).as("committed at once").isEqualTo(time + 1);
            }
        }
    }
}
