package dev.rapport.manifests;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/** How many there may be of each, and what that asks of PostgreSQL. */
final class Replicas {
    private static final String MAX_SCALE = "autoscaling.knative.dev/max-scale";
    private static final String POOL = "QUARKUS_DATASOURCE_JDBC_MAX_SIZE";
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");
    private static final Properties PACKAGED = packaged();

    private Replicas() {}

    /** With every tier at its largest and in the middle of an upgrade. */
    static int mostConnections(Overlay overlay) {
        return overlay.ours().stream()
                .filter(Workload::serves)
                .mapToInt(workload -> most(overlay, workload) * connections(overlay, workload))
                .sum();
    }

    private static int connections(Overlay overlay, Workload workload) {
        var pool = workload.settings(overlay).getOrDefault(POOL, packaged("quarkus.datasource.jdbc.max-size"));
        return Integer.parseInt(pool) + Integer.parseInt(packaged("quarkus.datasource.relay.jdbc.max-size"));
    }

    private static String packaged(String property) {
        return Objects.requireNonNull(PACKAGED.getProperty(property));
    }

    private static Properties packaged() {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(PROPERTIES)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static int most(Overlay overlay, Workload workload) {
        return switch (workload.resource()) {
            case Deployment deployment -> {
                var surge = deployment
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal();
                var scaler = overlay.find(
                        HorizontalPodAutoscaler.class, deployment.getMetadata().getName());
                yield scaler.map(one -> one.getSpec().getMaxReplicas()).orElse(1) + surge;
            }
            // A new revision starts beside the old one, and takes its place.
            case io.fabric8.knative.serving.v1.Service service ->
                2
                        * Integer.parseInt(service.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getAnnotations()
                                .get(MAX_SCALE));
            default -> throw new IllegalStateException(workload.toString());
        };
    }
}
