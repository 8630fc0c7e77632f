package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.manifests.KnownSettings;
import dev.rapport.manifests.Overlay;
import dev.rapport.manifests.Workload;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubernetes kills a replica that is not gone in time, and with it the requests in flight. */
class GraceTest {
    @ParameterizedTest
    @MethodSource("dev.rapport.manifests.Overlay#all")
    void grace_isLongerThanAStopTakes(Overlay overlay) {
        var replicas = overlay.ours().stream().filter(Workload::serves).toList();
        assertThat(replicas).isNotEmpty();
        for (var replica : replicas) {
            assertThat(Duration.ofSeconds(replica.pod().getTerminationGracePeriodSeconds()))
                    .as("%s", replica)
                    .isGreaterThanOrEqualTo(longestStop(overlay, replica));
        }
    }

    private static Duration longestStop(Overlay overlay, Workload replica) {
        return List.of(
                        preStop(replica),
                        setting(overlay, replica, "RAPPORT_REALTIME_DRAIN"),
                        Farewell.PATIENCE,
                        setting(overlay, replica, "RAPPORT_HTTP_FINISH_DEADLINE"),
                        // The relay's last batch.
                        setting(overlay, replica, "RAPPORT_NOTIFICATION_ACCEPT_DEADLINE"))
                .stream()
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration preStop(Workload replica) {
        var lifecycle = replica.container().getLifecycle();
        return lifecycle == null
                ? Duration.ZERO
                : Duration.ofSeconds(lifecycle.getPreStop().getSleep().getSeconds());
    }

    private static Duration setting(Overlay overlay, Workload replica, String variable) {
        var value = replica.settings(overlay).get(variable);
        return DurationConverter.parseDuration(
                value == null ? KnownSettings.defaultValue(variable).orElseThrow() : value);
    }
}
