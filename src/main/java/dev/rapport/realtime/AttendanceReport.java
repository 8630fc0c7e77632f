package dev.rapport.realtime;

import dev.rapport.presence.Attendance;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells presence, once a tick, who has a socket here; opening and closing one writes nothing. */
@ApplicationScoped
class AttendanceReport {
    private final ConnectionRegistry registry;
    private final Attendance attendance;

    AttendanceReport(ConnectionRegistry registry, Attendance attendance) {
        this.registry = registry;
        this.attendance = attendance;
    }

    @Scheduled(every = "{rapport.presence.tick}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void report() {
        attendance.report(registry.users());
    }
}
