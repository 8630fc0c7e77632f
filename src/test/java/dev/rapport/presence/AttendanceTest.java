package dev.rapport.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rapport.identity.UserId;
import dev.rapport.testsupport.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several replicas on one PostgreSQL, whose ticks come when the test says so: a replica that gets none is dead. */
@QuarkusTest
@TestProfile(AttendanceTest.Short.class)
class AttendanceTest {
    /** Short times; and the application's own replica keeps still. */
    public static final class Short implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rapport.presence.tick", "1h", "rapport.presence.grace", "1s", "rapport.presence.lease", "1s");
        }
    }

    /** Hears what the replicas announce. */
    @ApplicationScoped
    static class Heard {
        private final List<UserId> users = new CopyOnWriteArrayList<>();

        void changed(@Observes PresenceChanged changed) {
            users.addAll(changed.users());
        }

        long times(UserId user) {
            return users.stream().filter(user::equals).count();
        }
    }

    @Inject
    PresenceStore store;

    @Inject
    Event<PresenceChanged> events;

    @Inject
    PresenceConfig config;

    @Inject
    SecureRandom random;

    @Inject
    Heard heard;

    private final Database database = Database.asApplication();
    private final UserId anna = new UserId("anna-" + UUID.randomUUID());
    private final UserId tom = new UserId("tom-" + UUID.randomUUID());

    @AfterEach
    void disconnect() throws SQLException {
        database.close();
    }

    private Attendance replica() {
        return new Attendance(store, new Announcements(events), config, random);
    }

    private static void ticks(int times, Attendance replica, UserId... users) {
        for (var i = 0; i < times; i++) {
            replica.report(List.of(users));
        }
    }

    /** A replica whose coach changes her mind with every tick. */
    private Attendance undecided(UserId coach, int times) {
        var announcements = new Announcements(events);
        var availabilities = new Availabilities(store, announcements);
        var replica = new Attendance(store, announcements, config, random);
        for (var i = 0; i < times; i++) {
            availabilities.choose(coach, i % 2 == 0 ? Availability.AWAY : Availability.AVAILABLE);
            replica.report(List.of(coach));
        }
        return replica;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    private boolean isHere(UserId user) throws SQLException {
        return database.value("select exists (select from online where user_id = ?)", user.value())
                .equals("t");
    }

    private int rows(UserId user) throws SQLException {
        return Integer.parseInt(database.value("select count(*) from presence where user_id = ?", user.value()));
    }

    private long told(UserId user) {
        return heard.times(user);
    }

    @Test
    void person_whoComesIsToldOnceHoweverLongTheyStay() throws SQLException {
        var replica = replica();
        replica.report(List.of(anna));
        assertThat(isHere(anna)).isTrue();
        assertThat(isHere(tom)).isFalse();
        ticks(20, replica, anna);
        assertThat(told(anna)).isEqualTo(1);
    }

    @Test
    void changes_thatFollowEachOtherAreToldOnceInTwoTicksAndTheLastOneToo() {
        var replica = undecided(anna, 11);
        assertThat(told(anna)).isEqualTo(5);
        replica.report(List.of(anna));
        assertThat(told(anna)).as("the last one").isEqualTo(6);
        ticks(4, replica, anna);
        assertThat(told(anna)).isEqualTo(6);
    }

    @Test
    void reconnecting_elsewhereWithinTheGraceChangesNothing() {
        var first = replica();
        var second = replica();
        ticks(3, first, anna);
        first.report(List.of());
        soon().until(() -> {
            ticks(3, first);
            ticks(3, second, anna);
            assertThat(isHere(anna)).isTrue();
            // The row at the first has run out.
            return rows(anna) == 1;
        });
        assertThat(told(anna)).isEqualTo(1);
    }

    @Test
    void oneOfTwoReplicas_losingThemLeavesThemHereAndTheOtherDoesNot() {
        var first = replica();
        var second = replica();
        ticks(3, first, anna);
        ticks(3, second, anna);
        soon().until(() -> {
            ticks(3, first);
            ticks(3, second, anna);
            assertThat(isHere(anna)).isTrue();
            return rows(anna) == 1;
        });
        assertThat(told(anna)).isEqualTo(1);
        soon().until(() -> {
            ticks(3, first);
            ticks(3, second);
            return rows(anna) == 0 && told(anna) > 1;
        });
        ticks(9, first);
        ticks(9, second);
        assertThat(told(anna)).as("by one of them, once").isEqualTo(2);
    }

    @Test
    void person_staysForTheGrace() throws SQLException {
        var replica = replica();
        replica.report(List.of(anna));
        replica.report(List.of());
        assertThat(isHere(anna)).isTrue();
        assertThat(Double.parseDouble(database.value(
                        "select extract(epoch from until - statement_timestamp()) from presence where user_id = ?",
                        anna.value())))
                .isBetween(0.0, 1.0);
        soon().until(() -> !isHere(anna));
    }

    @Test
    void deadReplica_takesThoseAlongWhoAreNotElsewhere() {
        var dead = replica();
        var alive = replica();
        ticks(3, dead, anna, tom);
        soon().until(() -> {
            ticks(3, alive, tom);
            assertThat(isHere(tom)).isTrue();
            return rows(anna) == 0;
        });
        ticks(3, alive, tom);
        assertThat(told(anna)).isEqualTo(2);
        assertThat(told(tom)).isEqualTo(1);
    }

    @Test
    void replica_thatWasFrozenWritesItsPeopleAnew() throws SQLException {
        var frozen = replica();
        var alive = replica();
        ticks(3, frozen, anna, tom);
        soon().until(() -> {
            ticks(3, alive);
            // Deleted with one tick, told with that or the next.
            return rows(anna) == 0 && told(anna) == 2;
        });
        ticks(3, frozen, anna);
        assertThat(isHere(anna)).isTrue();
        assertThat(told(anna)).as("came, went, came").isEqualTo(3);
        assertThat(isHere(tom)).as("closed meanwhile").isFalse();
    }

    @Test
    void replica_thatWasAwayAloneForgetsWhoLeftMeanwhile() {
        var only = replica();
        ticks(3, only, anna, tom);
        // Its lease has run out, and nobody was there to delete its rows.
        soon().until(() -> !isHere(anna));
        soon().until(() -> {
            ticks(3, only, anna);
            assertThat(isHere(anna)).isTrue();
            return rows(tom) == 0;
        });
    }

    @Test
    void replica_thatHasJustComeBackJudgesNobody() throws SQLException {
        var first = replica();
        var second = replica();
        ticks(3, first, anna);
        ticks(3, second, tom);
        // As after an outage of the database: all leases have run out.
        soon().until(() -> !isHere(anna) && !isHere(tom));
        ticks(3, second, tom);
        assertThat(rows(anna)).as("the first may still renew its lease").isEqualTo(1);
        ticks(3, first, anna);
        assertThat(isHere(anna)).isTrue();
    }

    /** Other times than those of the store. */
    private record Times(Duration grace, Duration lease, Duration tick) implements PresenceConfig {}

    @Test
    void replica_thatFailsRenewsItsLeaseAtOnce() throws SQLException {
        // It would do so with the tenth tick.
        var times = new Times(config.grace(), Duration.ofSeconds(30), Duration.ofSeconds(1));
        var replica = new Attendance(store, new Announcements(events), times, random);
        ticks(3, replica, anna);
        try (var superuser = Database.asSuperuser()) {
            var id = superuser.value("select replica_id from presence where user_id = ?", anna.value());
            superuser.update("delete from presence where replica_id = ?", UUID.fromString(id));
            superuser.update("delete from replica where id = ?", UUID.fromString(id));
        }
        replica.report(List.of(anna, tom));
        assertThat(isHere(tom)).as("without the row of its replica").isFalse();
        replica.report(List.of(anna, tom));
        assertThat(isHere(tom)).isTrue();
        assertThat(isHere(anna)).isTrue();
    }

    @Test
    void deadReplicas_areForgotten() {
        var dead = replica();
        dead.report(List.of(anna));
        var alive = replica();
        soon().until(() -> {
            alive.report(List.of());
            return rows(anna) == 0
                    && database.value("select count(*) from replica where until <= now()")
                            .equals("0");
        });
    }
}
