package dev.rapport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs: as whom, with which settings, and how it is asked how it is. */
class PodsTest {
    private static final Path README = Overlay.ROOT.resolve("README.md");

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_mayDoNothingThatTheyNeedNot(Overlay overlay) {
        assertThat(overlay.workloads()).hasSizeGreaterThan(1);
        for (var workload : overlay.workloads()) {
            var pod = workload.pod().getSecurityContext();
            var own = workload.container().getSecurityContext();
            assertThat(own.getReadOnlyRootFilesystem()).as("%s", workload).isTrue();
            assertThat(own.getAllowPrivilegeEscalation()).as("%s", workload).isFalse();
            assertThat(own.getCapabilities().getDrop()).as("%s", workload).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).as("%s", workload).isEmpty();
            assertThat(pod == null ? own.getRunAsNonRoot() : pod.getRunAsNonRoot())
                    .as("%s", workload)
                    .isTrue();
            assertThat(pod == null ? own.getRunAsUser() : pod.getRunAsUser())
                    .as("%s", workload)
                    .isPositive();
            assertThat((pod == null ? own.getSeccompProfile() : pod.getSeccompProfile()).getType())
                    .as("%s", workload)
                    .isEqualTo("RuntimeDefault");
            assertThat(holdsNoToken(overlay, workload)).as("%s", workload).isTrue();
        }
    }

    /** Knative's pods cannot refuse it themselves. */
    private static boolean holdsNoToken(Overlay overlay, Workload workload) {
        return Boolean.FALSE.equals(workload.pod().getAutomountServiceAccountToken())
                || Boolean.FALSE.equals(
                        overlay.find(ServiceAccount.class, workload.pod().getServiceAccountName())
                                .orElseThrow()
                                .getAutomountServiceAccountToken());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_sayWhatTheyNeed(Overlay overlay) {
        for (var workload : overlay.workloads()) {
            var resources = workload.container().getResources();
            assertThat(resources.getRequests()).as("%s", workload).containsKeys("cpu", "memory");
            assertThat(resources.getLimits()).as("%s", workload).containsKey("memory");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void settings_exist(Overlay overlay) {
        assertThat(overlay.ours()).hasSizeGreaterThan(1);
        for (var workload : overlay.ours()) {
            var names = new HashSet<String>(workload.settings(overlay).keySet());
            names.addAll(workload.secrets().keySet());
            assertThat(names)
                    .as("%s", workload)
                    .contains("QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_USERNAME")
                    .allMatch(KnownSettings::canBeSet);
        }
    }

    /** Who signs people in is who makes the tokens that are accepted, or the page gets 401 with each of them. */
    @ParameterizedTest
    @MethodSource("overlays")
    void page_signsInWhereTheTokensComeFrom(Overlay overlay) {
        var settings = overlay.settings().getData();
        assertThat(settings.get("RAPPORT_OIDC_AUTHORITY")).isNotBlank().isEqualTo(settings.get("MP_JWT_VERIFY_ISSUER"));
        assertThat(settings.get("RAPPORT_OIDC_CLIENT_ID")).isNotBlank();
    }

    @Test
    void settings_thatAreFixedInThePackageOrUnknownAreRecognised() {
        assertThat(KnownSettings.canBeSet("QUARKUS_DATASOURCE_DB_KIND")).isFalse();
        assertThat(KnownSettings.canBeSet("RAPPORT_REALTIME_DRAINS")).isFalse();
        assertThat(KnownSettings.defaultValue("QUARKUS_HTTP_PORT")).hasValue("8080");
    }

    /** A reference to a secret that nobody is told to make would hold a pod back for ever. */
    @ParameterizedTest
    @MethodSource("overlays")
    void secrets_areInTheReadme(Overlay overlay) throws IOException {
        var rows = Files.readAllLines(README);
        for (var workload : overlay.workloads()) {
            workload.secrets()
                    .values()
                    .forEach(secret -> assertThat(rows)
                            .as("%s", workload)
                            .anyMatch(row -> row.startsWith("| `" + secret.getName() + "` | ")
                                    && row.contains("`" + secret.getKey() + "`")));
            workload.pod().getVolumes().stream()
                    .map(Volume::getSecret)
                    .filter(Objects::nonNull)
                    .forEach(secret -> assertThat(rows)
                            .as("%s", workload)
                            .anyMatch(row -> row.startsWith("| `" + secret.getSecretName() + "` | ")));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void keyset_isWhereTheSettingSays(Overlay overlay) {
        var keyset = Path.of(overlay.settings().getData().get("RAPPORT_CIPHER_KEYSET"));
        assertThat(keyset.getFileName()).hasToString("keyset.json");
        assertThat(overlay.ours().stream().filter(Workload::serves))
                .isNotEmpty()
                .allSatisfy(workload -> {
                    assertThat(volumeAt(workload, keyset.getParent())
                                    .getSecret()
                                    .getSecretName())
                            .isEqualTo("rapport-keyset");
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void mounts_areOfVolumesThatAreThere(Overlay overlay) {
        for (var workload : overlay.workloads()) {
            var claims = workload.resource() instanceof io.fabric8.kubernetes.api.model.apps.StatefulSet set
                    ? set.getSpec().getVolumeClaimTemplates().stream()
                            .map(claim -> claim.getMetadata().getName())
                    : Stream.<String>of();
            assertThat(workload.container().getVolumeMounts())
                    .as("%s", workload)
                    .extracting(VolumeMount::getName)
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    claims, workload.pod().getVolumes().stream().map(Volume::getName))
                            .toList());
            workload.pod().getVolumes().stream()
                    .map(Volume::getConfigMap)
                    .filter(map -> map != null && !Boolean.TRUE.equals(map.getOptional()))
                    .forEach(map -> assertThat(overlay.find(ConfigMap.class, map.getName()))
                            .as("%s", workload)
                            .isPresent());
        }
    }

    /** The framework unpacks what it serves there, and the root file system is read-only. */
    @ParameterizedTest
    @MethodSource("overlays")
    void tmp_canBeWritten(Overlay overlay) {
        assertThat(overlay.ours())
                .allSatisfy(workload -> assertThat(
                                volumeAt(workload, Path.of("/tmp")).getEmptyDir())
                        .isNotNull());
    }

    private static Volume volumeAt(Workload workload, Path path) {
        var mount = workload.container().getVolumeMounts().stream()
                .filter(one -> Path.of(one.getMountPath()).equals(path))
                .findFirst()
                .orElseThrow();
        return workload.pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void probes_askTheManagementPort(Overlay overlay) {
        var port = Integer.parseInt(
                KnownSettings.defaultValue("QUARKUS_MANAGEMENT_PORT").orElseThrow());
        assertThat(overlay.ours().stream().filter(Workload::serves))
                .isNotEmpty()
                .allSatisfy(workload -> {
                    var container = workload.container();
                    assertThat(httpGet(container.getReadinessProbe()).getPath()).isEqualTo("/q/health/ready");
                    assertThat(httpGet(container.getLivenessProbe()).getPath()).isEqualTo("/q/health/live");
                    // Started is who has found its database; one that waits for it must not be restarted.
                    assertThat(probes(container))
                            .noneMatch(probe -> httpGet(probe).getPath().equals("/q/health/started"));
                    for (var probe : probes(container)) {
                        assertThat(portOf(container, httpGet(probe))).isEqualTo(port);
                    }
                });
    }

    private static Set<Probe> probes(Container container) {
        var probes = new HashSet<Probe>();
        probes.add(container.getStartupProbe());
        probes.add(container.getReadinessProbe());
        probes.add(container.getLivenessProbe());
        probes.remove(null);
        return probes;
    }

    private static HTTPGetAction httpGet(Probe probe) {
        return Objects.requireNonNull(probe.getHttpGet());
    }

    private static int portOf(Container container, HTTPGetAction action) {
        return Ports.resolve(container, action.getPort()).orElseThrow();
    }

    /** One image under one name and of one version, and that of the project. */
    @ParameterizedTest
    @MethodSource("overlays")
    void image_isTheSameEverywhere(Overlay overlay) throws IOException {
        assertThat(overlay.ours())
                .extracting(workload -> workload.container().getImage())
                .containsOnly(overlay.ours().getFirst().container().getImage());
        var version = Files.readString(Path.of("pom.xml"))
                .transform(pom -> pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>")));
        assertThat(overlay.ours().getFirst().container().getImage())
                .endsWith("/rapport:" + version.replace("-SNAPSHOT", ""));
        assertThat(Files.readString(README))
                .contains(overlay.ours().getFirst().container().getImage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void image_isWhatTheManifestsTakeItFor(String form) throws IOException {
        var file = Files.readAllLines(Path.of("src", "main", "docker", "Dockerfile." + form));
        var overlay = overlays().findFirst().orElseThrow();
        var replica =
                overlay.ours().stream().filter(Workload::serves).findFirst().orElseThrow();
        var user = replica.pod().getSecurityContext();
        assertThat(file)
                .contains(
                        "USER " + user.getRunAsUser() + ":" + user.getRunAsGroup(),
                        "EXPOSE "
                                + replica.container().getPorts().stream()
                                        .map(port -> port.getContainerPort().toString())
                                        .collect(Collectors.joining(" ")),
                        "ARG VERSION=" + replica.container().getImage().split(":")[1])
                .anyMatch(line -> line.contains("docker build -f src/main/docker/Dockerfile." + form + " -t "
                        + replica.container().getImage() + " ."));
    }

    /** PostgreSQL refuses the connection that is one too many. */
    @ParameterizedTest
    @MethodSource("overlays")
    void connections_toTheDatabaseAreInTheReadme(Overlay overlay) throws IOException {
        assertThat(Files.readString(README))
                .contains("| `" + overlay.name() + "` | " + Replicas.mostConnections(overlay) + " |");
    }
}
