package dev.rapport.ops;

import dev.rapport.problem.DatabaseFailure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Asks the database once a second whether it is there, on a connection that no request waits for: a full pool is not a
 * missing database. A service that starts before its database waits for it, and prepares the schema when it comes.
 */
@ApplicationScoped
class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Schema schema;
    private final AgroalDataSource connections;
    private final Scheduler jobs;
    private final Clock clock;
    private volatile boolean prepared;
    private volatile boolean stopping;
    private volatile Instant lastAnswer = Instant.MIN;
    private boolean failing;

    DatabaseWatch(Schema schema, @DataSource("relay") AgroalDataSource connections, Scheduler jobs, Clock clock) {
        this.schema = schema;
        this.connections = connections;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Whether the schema has been found in order since the start. */
    boolean isPrepared() {
        return prepared;
    }

    /** Whether requests can be answered now; never waits for the database. */
    boolean answers() {
        return prepared && lastAnswer.plus(PATIENCE).isAfter(clock.instant());
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) throws SQLException {
        try {
            prepare();
        } catch (SQLException | RuntimeException e) {
            if (!waits(e)) {
                throw e;
            }
            Thread.ofVirtual().name("database-watch").start(this::keepTrying);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        jobs.pause();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void ask() {
        try {
            ping();
            recovered();
        } catch (SQLException | RuntimeException e) {
            if (!waits(e)) {
                LOG.error("The database cannot be asked", e);
            }
        }
    }

    private void keepTrying() {
        while (!prepared && !stopping) {
            try {
                Thread.sleep(RETRY);
                prepare();
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                if (!waits(e)) {
                    // What waiting does not mend ends a process that has not served yet: an operator has to know.
                    LOG.errorf("Rapport cannot start: %s.", e.getMessage());
                    Quarkus.asyncExit(1);
                    return;
                }
            }
        }
    }

    /** No job runs before: the configuration halts the scheduler, because jobs read tables. */
    private void prepare() throws SQLException {
        schema.prepare();
        lastAnswer = clock.instant();
        prepared = true;
        recovered();
        jobs.resume();
    }

    private void ping() throws SQLException {
        try (var connection = connections.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        lastAnswer = clock.instant();
    }

    /** Whether the failure will pass. One line when it begins, one when it is over: an outage must not fill the log. */
    private boolean waits(Exception failure) {
        if (!DatabaseFailure.passes(failure)) {
            return false;
        }
        LOG.debug("The database", failure);
        if (!failing) {
            failing = true;
            LOG.warnf("The database does not answer; waiting for it: %s", ExceptionUtil.getRootCause(failure));
        }
        return true;
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("The database answers");
        }
    }
}
