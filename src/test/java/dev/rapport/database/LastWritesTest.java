package dev.rapport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.testsupport.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LastWritesTest {
    private static final String WRITE = "insert into away (user_id) values (?)";

    @Inject
    LastWrites writes;

    private final String coach = "coach-" + UUID.randomUUID();

    private int written() throws SQLException {
        try (var all = Database.asSuperuser()) {
            return Integer.parseInt(all.value("select count(*) from away where user_id like ?", coach + "%"));
        }
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    @Test
    void write_happensAtTheEndOfTheTransaction() throws SQLException {
        inTransaction(() -> writes.ofTransaction().add(WRITE, coach));
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void write_ofATransactionThatIsRolledBackNeverHappens() throws SQLException {
        assertThatThrownBy(() -> inTransaction(() -> {
                    writes.ofTransaction().add(WRITE, coach);
                    throw new IllegalStateException("not today");
                }))
                .hasMessage("not today");
        assertThat(written()).isZero();
    }

    @Test
    void write_outsideATransactionIsRefused() {
        assertThatThrownBy(() -> writes.ofTransaction().add(WRITE, coach)).isInstanceOf(IllegalStateException.class);
    }
}
