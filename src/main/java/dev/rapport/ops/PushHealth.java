package dev.rapport.ops;

import dev.rapport.notification.Hearing;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether browsers here are told at once. In a group of its own: a replica that is deaf serves everything else. */
@HealthGroup("push")
@ApplicationScoped
class PushHealth implements HealthCheck {
    private final Hearing hearing;

    PushHealth(Hearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker heard")
                .status(!hearing.isDeaf())
                .build();
    }
}
