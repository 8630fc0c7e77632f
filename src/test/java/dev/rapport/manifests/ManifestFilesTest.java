package dev.rapport.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in {@code k8s/}, file by file. */
class ManifestFilesTest {
    /** Applied by others than those who apply an overlay. */
    private static final Path GRANT = Overlay.ROOT.resolve("overlays/knative/reference-grant.yaml");

    /** Not manifests, but read by other programs; {@link MonitoringFilesTest} has them. */
    private static final Path MONITORING = Overlay.ROOT.resolve("monitoring");

    @Test
    void files_areEachPartOfAnOverlay() throws IOException {
        var used = Overlay.all().flatMap(overlay -> overlay.files().stream()).collect(Collectors.toSet());
        try (var files = Files.walk(Overlay.ROOT)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(MONITORING))
                            .filter(file -> !file.equals(GRANT) && !file.endsWith("README.md")))
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @Test
    void grant_isForTheRouteThatNeedsIt() {
        var grants = StrictYaml.documents(GRANT);
        assertThat(grants).hasSize(1);
        var grant = StrictYaml.typed(grants.getFirst());
        assertThat(grant.getMetadata().getNamespace()).isEqualTo("kourier-system");
        assertThat(grants.getFirst().at("/spec/to/0/name").asText()).isEqualTo("kourier-internal");
        assertThat(grants.getFirst().at("/spec/from/0/namespace").asText()).isEqualTo("rapport");
    }

    /** All of them have a name in the cluster, and no value in git. */
    @ParameterizedTest
    @MethodSource("dev.rapport.manifests.Overlay#all")
    void secrets_areNowhereWrittenDown(Overlay overlay) {
        assertThat(overlay.of(Secret.class)).isEmpty();
        for (var workload : overlay.workloads()) {
            assertThat(workload.settings(overlay))
                    .as(workload.toString())
                    .noneSatisfy((name, value) -> assertThat(name).contains("PASSWORD"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {replica: 1}",
                "spec: {template: {spec: {containers: [{name: x, readynessProbe: {}}]}}}",
                "spec: {replicas: 1, replicas: 2}"
            })
    void field_thatTheTypeLacksIsRefused(String wrong, @TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("x.yaml"), "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n" + wrong);
        assertThatThrownBy(() -> StrictYaml.documents(file).forEach(StrictYaml::typed))
                .rootCause()
                .hasMessageMatching("(?s).*(\"replica\"|\"readynessProbe\"|Duplicate field 'replicas').*");
    }

    @Test
    void field_ofAKnativeServiceIsRefusedToo(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x.yaml"), """
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: x}
                spec: {template: {spec: {containerConcurency: 0}}}
                """);
        assertThatThrownBy(() -> StrictYaml.documents(file).forEach(StrictYaml::typed))
                .rootCause()
                .hasMessageContaining("containerConcurency");
    }

    @Test
    void kustomization_ofAFieldThatIsNotUnderstoodHereIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "kind: Kustomization\nnamePrefix: x-\n");
        assertThatThrownBy(() -> Kustomization.render(folder, new HashSet<>()))
                .hasRootCauseInstanceOf(UnrecognizedPropertyException.class);
    }
}
