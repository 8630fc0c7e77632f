package dev.rapport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The files for Prometheus and Grafana. That the metrics in them exist is seen by {@code MetricsTest}. */
class MonitoringFilesTest {
    private static final Path OPERATIONS = Path.of("docs", "operations.md");

    @Test
    void alerts_areExplained() throws IOException {
        var lines = Files.readAllLines(OPERATIONS);
        assertThat(Monitoring.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(lines).contains("### " + alert.alert());
            assertThat(alert.labels().get("severity")).isIn("warning", "critical");
            assertThat(alert.annotations().get("summary")).isNotBlank();
        });
        assertThat(lines.stream().filter(line -> line.startsWith("### Rapport")))
                .hasSameSizeAs(Monitoring.alerts());
    }

    @Test
    void metrics_areFoundInExpressions() {
        assertThat(Monitoring.metricsIn("sum by (uri) (rate(a_b{c=\"d_e\"}[5m])) / max(f_total) or vector(0)"))
                .containsExactly("a_b", "f_total");
    }

    @Test
    void dashboard_hasPicturesThatDoNotLieOnEachOther() {
        var taken = new HashSet<String>();
        for (var panel : Monitoring.dashboard().path("panels")) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            var place = panel.path("gridPos");
            var right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (var x = place.path("x").asInt(); x < right; x++) {
                for (var y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(taken.add(x + " " + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
        assertThat(taken).isNotEmpty();
    }

    /** What the autoscaler counts must reach it under the name that it asks for. */
    @Test
    void adapter_tellsTheAutoscalerWhatItAsksFor() throws IOException {
        var rules = Files.readString(Overlay.ROOT.resolve("monitoring/adapter-rules.yaml"));
        var asked = Overlay.all()
                .flatMap(overlay -> overlay.of(HorizontalPodAutoscaler.class).stream())
                .flatMap(scaler -> scaler.getSpec().getMetrics().stream())
                .filter(metric -> metric.getPods() != null)
                .map(metric -> metric.getPods().getMetric().getName());
        assertThat(asked).isNotEmpty().allSatisfy(name -> {
            assertThat(rules).contains("as: " + name, "seriesQuery: " + name);
            assertThat(Monitoring.metrics()).contains(name);
        });
    }
}
