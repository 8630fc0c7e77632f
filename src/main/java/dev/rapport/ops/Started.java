package dev.rapport.ops;

import io.quarkus.scheduler.Scheduler;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started is who has found the schema in order and has set the jobs and the relay going; from then on for good. */
@Startup
final class Started implements HealthCheck {
    private final DatabaseWatch database;
    private final Scheduler jobs;
    private volatile boolean once;

    Started(DatabaseWatch database, Scheduler jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    @Override
    public HealthCheckResponse call() {
        // A stop pauses the jobs; it undoes no start.
        if (database.isPrepared() && jobs.isRunning()) {
            once = true;
        }
        return HealthCheckResponse.named("schema and jobs").status(once).build();
    }
}
