package dev.rapport.manifests;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One shape of a deployment, as {@code kubectl apply -k} would send it; {@code files} are those it is made of. */
public record Overlay(String name, List<HasMetadata> resources, Set<Path> files) {
    /** Where all of it lies. */
    public static final Path ROOT = Path.of("k8s");

    private static final List<String> NAMES = List.of("one-machine", "production", "knative");

    /** Every shape that there is. */
    public static Stream<Overlay> all() {
        return NAMES.stream().map(Overlay::read);
    }

    private static Overlay read(String name) {
        var files = new TreeSet<Path>();
        var resources = Kustomization.render(ROOT.resolve("overlays").resolve(name), files).values().stream()
                .map(StrictYaml::typed)
                .toList();
        return new Overlay(name, resources, files);
    }

    /** The resources of a type. */
    public <T extends HasMetadata> List<T> of(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The resource of a type and name. */
    public <T extends HasMetadata> Optional<T> find(Class<T> type, String resource) {
        return of(type).stream()
                .filter(one -> one.getMetadata().getName().equals(resource))
                .findFirst();
    }

    /** Whatever runs in pods. */
    public List<Workload> workloads() {
        return resources.stream().flatMap(Workload::of).toList();
    }

    /** What runs our image. */
    public List<Workload> ours() {
        return workloads().stream()
                .filter(workload -> "rapport".equals(workload.labels().get("app.kubernetes.io/name")))
                .toList();
    }

    /** The settings that every replica has. */
    public ConfigMap settings() {
        return find(ConfigMap.class, "rapport-settings").orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
