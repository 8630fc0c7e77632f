package dev.rapport.assignment;

import dev.rapport.problem.DatabaseFailure;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds, every second, what began or ended by date; any number of replicas share the work. */
@ApplicationScoped
class AssignmentSweep {
    private final Assignments assignments;

    AssignmentSweep(Assignments assignments) {
        this.assignments = assignments;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        try {
            while (assignments.announceDue()) {
                // The next hundred.
            }
        } catch (RuntimeException e) {
            // Without a database nothing is due; the first second with one finds what was missed.
            if (!DatabaseFailure.passes(e)) {
                throw e;
            }
        }
    }
}
