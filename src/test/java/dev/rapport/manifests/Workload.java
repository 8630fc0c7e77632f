package dev.rapport.manifests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pods of one kind, of one container each. */
public record Workload(HasMetadata resource, Map<String, String> labels, PodSpec pod) {
    static Stream<Workload> of(HasMetadata resource) {
        return switch (resource) {
            case Deployment deployment -> {
                var template = deployment.getSpec().getTemplate();
                yield Stream.of(new Workload(resource, template.getMetadata().getLabels(), template.getSpec()));
            }
            case StatefulSet set -> {
                var template = set.getSpec().getTemplate();
                yield Stream.of(new Workload(resource, template.getMetadata().getLabels(), template.getSpec()));
            }
            case Job job -> {
                var template = job.getSpec().getTemplate();
                yield Stream.of(new Workload(resource, template.getMetadata().getLabels(), template.getSpec()));
            }
            case io.fabric8.knative.serving.v1.Service service -> {
                var template = service.getSpec().getTemplate();
                var revision = template.getSpec();
                var pod = new PodSpecBuilder()
                        .withServiceAccountName(revision.getServiceAccountName())
                        .withContainers(revision.getContainers())
                        .withVolumes(revision.getVolumes())
                        // Knative gives a replica as long to end as it gives a request.
                        .withTerminationGracePeriodSeconds(revision.getTimeoutSeconds())
                        .build();
                yield Stream.of(new Workload(resource, template.getMetadata().getLabels(), pod));
            }
            default -> Stream.of();
        };
    }

    public Container container() {
        if (pod.getContainers().size() != 1) {
            throw new IllegalStateException(this + " has not one container");
        }
        return pod.getContainers().getFirst();
    }

    /** Whether it answers requests; the others come to an end by themselves or are not ours. */
    public boolean serves() {
        return "rapport".equals(container().getName());
    }

    /** The settings that are written in the manifests. */
    public Map<String, String> settings(Overlay overlay) {
        var settings = container().getEnvFrom().stream()
                .flatMap(from -> overlay
                        .find(
                                io.fabric8.kubernetes.api.model.ConfigMap.class,
                                from.getConfigMapRef().getName())
                        .orElseThrow()
                        .getData()
                        .entrySet()
                        .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        container().getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> settings.put(variable.getName(), variable.getValue()));
        return settings;
    }

    /** The settings that come from secrets. */
    public Map<String, SecretKeySelector> secrets() {
        return container().getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .collect(Collectors.toMap(
                        EnvVar::getName, variable -> variable.getValueFrom().getSecretKeyRef()));
    }

    @Override
    public String toString() {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }
}
