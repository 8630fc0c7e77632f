package dev.rapport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches whom: what names something else names something that is there. */
class NetworkTest {
    /** Those of Knative's proxy beside each replica: requests, its figures, and ours through it. */
    private static final Set<Integer> QUEUE_PROXY = Set.of(8012, 9090, 9091);

    private static final int MANAGEMENT = Integer.parseInt(
            KnownSettings.defaultValue("QUARKUS_MANAGEMENT_PORT").orElseThrow());

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream().allMatch(expression -> {
                    assertThat(expression.getOperator()).isEqualTo("In");
                    return expression.getValues().contains(labels.get(expression.getKey()));
                });
    }

    private static List<Workload> selected(Overlay overlay, LabelSelector selector) {
        return overlay.workloads().stream()
                .filter(workload -> selects(selector, workload.labels()))
                .toList();
    }

    private static List<Workload> behind(Overlay overlay, Service service) {
        var selector = new LabelSelector(List.of(), service.getSpec().getSelector());
        return selected(overlay, selector);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void selectors_selectTheirOwn(Overlay overlay) {
        overlay.of(Deployment.class)
                .forEach(deployment -> assertThat(
                                selected(overlay, deployment.getSpec().getSelector()))
                        .as(deployment.getMetadata().getName())
                        .extracting(Workload::resource)
                        .containsExactly(deployment));
        overlay.of(StatefulSet.class)
                .forEach(set -> assertThat(selected(overlay, set.getSpec().getSelector()))
                        .as(set.getMetadata().getName())
                        .extracting(Workload::resource)
                        .containsExactly(set));
        overlay.of(PodDisruptionBudget.class)
                .forEach(budget -> assertThat(selected(overlay, budget.getSpec().getSelector()))
                        .extracting(
                                workload -> workload.resource().getMetadata().getName())
                        .containsExactly(budget.getMetadata().getName()));
        for (var workload : overlay.workloads()) {
            workload.pod()
                    .getTopologySpreadConstraints()
                    .forEach(spread -> assertThat(selected(overlay, spread.getLabelSelector()))
                            .as("%s", workload)
                            .containsExactly(workload));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void services_leadToAPortThatIsOpen(Overlay overlay) {
        assertThat(overlay.of(Service.class)).isNotEmpty();
        for (var service : overlay.of(Service.class)) {
            var behind = behind(overlay, service);
            assertThat(behind).as(service.getMetadata().getName()).hasSize(1);
            service.getSpec()
                    .getPorts()
                    .forEach(port -> assertThat(Ports.resolve(behind.getFirst().container(), port.getTargetPort()))
                            .as(service.getMetadata().getName())
                            .isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void scalers_scaleWhatIsThereAndNobodyElseDoes(Overlay overlay) {
        for (var scaler : overlay.of(HorizontalPodAutoscaler.class)) {
            var target = overlay.find(
                    Deployment.class, scaler.getSpec().getScaleTargetRef().getName());
            assertThat(target).isPresent();
            assertThat(target.orElseThrow().getSpec().getReplicas()).isNull();
            assertThat(overlay.find(
                            PodDisruptionBudget.class,
                            target.orElseThrow().getMetadata().getName()))
                    .isPresent();
        }
    }

    /** The public port; where each path leads, the longest first. */
    @ParameterizedTest
    @MethodSource("overlays")
    void paths_leadToTheTierThatTheyAreOf(Overlay overlay) {
        var paths = new HashMap<String, String>();
        overlay.of(Ingress.class)
                .forEach(ingress -> ingress.getSpec()
                        .getRules()
                        .getFirst()
                        .getHttp()
                        .getPaths()
                        .forEach(path -> {
                            var backend = path.getBackend().getService();
                            var service = overlay.find(Service.class, backend.getName())
                                    .orElseThrow();
                            assertThat(service.getSpec().getPorts())
                                    .anyMatch(port -> port.getName()
                                            .equals(backend.getPort().getName()));
                            paths.put(path.getPath(), backend.getName());
                        }));
        overlay.of(HTTPRoute.class).stream()
                .flatMap(route -> route.getSpec().getRules().stream())
                .forEach(
                        rule -> paths.put(rule.getMatches().getFirst().getPath().getValue(), backend(overlay, rule)));
        var api = switch (overlay.name()) {
            case "one-machine" -> "rapport-sockets";
            default -> "rapport-rest";
        };
        assertThat(paths).isEqualTo(Map.of("/ws", "rapport-sockets", "/api", api, "/", "rapport-sockets"));
    }

    private static String backend(Overlay overlay, HTTPRouteRule rule) {
        var backend = rule.getBackendRefs().getFirst();
        if ("kourier-system".equals(backend.getNamespace())) {
            var host = rule.getFilters().getFirst().getUrlRewrite().getHostname();
            var name = host.replace(".rapport.svc.cluster.local", "");
            assertThat(overlay.find(io.fabric8.knative.serving.v1.Service.class, name))
                    .isPresent();
            return name;
        }
        var service = overlay.find(Service.class, backend.getName()).orElseThrow();
        assertThat(service.getSpec().getPorts()).anyMatch(port -> port.getPort().equals(backend.getPort()));
        return backend.getName();
    }

    /** A socket from a page of another origin is refused. */
    @ParameterizedTest
    @MethodSource("overlays")
    void hosts_areThoseOfTheOrigins(Overlay overlay) {
        var origins = overlay.settings().getData().get("RAPPORT_HTTP_ORIGINS").split(",");
        var hosts = Stream.of(
                        overlay.of(Ingress.class).stream()
                                .flatMap(ingress -> Stream.concat(
                                        ingress.getSpec().getRules().stream().map(rule -> rule.getHost()),
                                        ingress.getSpec().getTls().stream().flatMap(tls -> tls.getHosts().stream()))),
                        overlay.of(HTTPRoute.class).stream().flatMap(route -> route.getSpec().getHostnames().stream()),
                        overlay.of(Gateway.class).stream()
                                .flatMap(gateway -> gateway.getSpec().getListeners().stream())
                                .map(listener -> listener.getHostname()))
                .flatMap(each -> each);
        assertThat(hosts).isNotEmpty().allMatch(host -> List.of(origins).contains("https://" + host));
        assertThat(overlay.of(HTTPRoute.class))
                .allSatisfy(route -> assertThat(overlay.find(
                                Gateway.class,
                                route.getSpec().getParentRefs().getFirst().getName()))
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void policies_denyByDefault(Overlay overlay) {
        var policy =
                overlay.find(NetworkPolicy.class, "default-deny").orElseThrow().getSpec();
        assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(selected(overlay, policy.getPodSelector())).isEqualTo(overlay.workloads());
        assertThat(policy.getIngress()).isEmpty();
        assertThat(policy.getEgress()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void policies_openPortsThatAreThereToPodsThatAreThere(Overlay overlay) {
        for (var policy : overlay.of(NetworkPolicy.class)) {
            var name = policy.getMetadata().getName();
            var selected = selected(overlay, policy.getSpec().getPodSelector());
            assertThat(selected).as(name).isNotEmpty();
            policy.getSpec().getIngress().forEach(rule -> {
                ports(rule.getPorts())
                        .forEach(port -> assertThat(selected)
                                .as("%s %s", name, port)
                                .allMatch(workload -> listens(workload, port)));
                rule.getFrom().stream()
                        .filter(peer -> peer.getPodSelector() != null)
                        .forEach(peer -> assertThat(selected(overlay, peer.getPodSelector()))
                                .as(name)
                                .isNotEmpty());
            });
            policy.getSpec()
                    .getEgress()
                    .forEach(rule -> rule.getTo().stream()
                            .filter(peer -> peer.getPodSelector() != null)
                            .forEach(peer -> assertThat(selected(overlay, peer.getPodSelector()))
                                    .as(name)
                                    .isNotEmpty()
                                    .allSatisfy(target -> ports(rule.getPorts())
                                            .forEach(port -> assertThat(listens(target, port))
                                                    .as("%s %s", name, port)
                                                    .isTrue()))));
        }
    }

    private static boolean listens(Workload workload, int port) {
        var isKnative = workload.resource() instanceof io.fabric8.knative.serving.v1.Service;
        // Knative lets a container name one port alone; the probes ask the other.
        return Ports.has(workload.container(), port) || isKnative && (QUEUE_PROXY.contains(port) || port == MANAGEMENT);
    }

    private static Stream<Integer> ports(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().getIntVal());
    }

    /** What the settings lead to must not be denied. */
    @ParameterizedTest
    @MethodSource("overlays")
    void policies_letReplicasReachTheirServers(Overlay overlay) {
        var settings = overlay.settings().getData();
        var url = Pattern.compile("jdbc:postgresql://[^:/]+:(\\d+)/.*")
                .matcher(Objects.requireNonNull(settings.get("QUARKUS_DATASOURCE_JDBC_URL")));
        assertThat(url.matches()).isTrue();
        for (var workload : overlay.ours()) {
            var allowed = overlay.of(NetworkPolicy.class).stream()
                    .filter(policy -> selects(policy.getSpec().getPodSelector(), workload.labels()))
                    .flatMap(policy -> policy.getSpec().getEgress().stream())
                    .flatMap(rule -> ports(rule.getPorts()))
                    .toList();
            assertThat(allowed).as("%s", workload).contains(53, Integer.valueOf(url.group(1)));
            if (workload.serves()) {
                assertThat(allowed).as("%s", workload).contains(443, Integer.valueOf(settings.get("AMQP_PORT")));
            }
        }
    }
}
