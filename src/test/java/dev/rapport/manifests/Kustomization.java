package dev.rapport.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code kustomization.yaml} of those fields that {@code k8s/} uses; any other is refused. What it puts together differs
 * from kustomize's result in one thing: names of generated ConfigMaps do not end with a hash.
 */
record Kustomization(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        @Nullable List<String> resources,
        @Nullable List<Generator> configMapGenerator,
        @Nullable List<Patch> patches,
        @Nullable List<Image> images,
        @Nullable List<String> configurations) {

    private static final String FILE = "kustomization.yaml";

    record Generator(
            String name,
            @Nullable String behavior,
            @Nullable List<String> envs,
            @Nullable List<String> files) {

        private void apply(Path folder, Map<String, ObjectNode> resources, Set<Path> read) {
            var map = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", "v1")
                    .put("kind", "ConfigMap");
            map.putObject("metadata").put("name", name);
            if ("merge".equals(behavior)) {
                map = find(resources, key(map));
            } else {
                add(resources, map);
            }
            var data = map.withObject("/data");
            for (var env : orNone(envs)) {
                read.add(folder.resolve(env));
                text(folder.resolve(env))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("=", 2))
                        .forEach(setting -> data.put(setting[0], setting[1]));
            }
            for (var file : orNone(files)) {
                read.add(folder.resolve(file));
                data.put(file, text(folder.resolve(file)));
            }
        }
    }

    record Patch(String path) {
        private void apply(Path folder, Map<String, ObjectNode> resources, Set<Path> read) {
            read.add(folder.resolve(path));
            for (var patch : StrictYaml.documents(folder.resolve(path))) {
                StrictYaml.typed(patch);
                StrategicMerge.into(find(resources, key(patch)), patch);
            }
        }
    }

    record Image(String name, String newName, String newTag) {
        private void apply(JsonNode node) {
            if (node instanceof ObjectNode object
                    && object.path("image").asText().equals(name)) {
                object.put("image", newName + ":" + newTag);
            }
            node.forEach(this::apply);
        }
    }

    /** The resources of a folder by kind and name; {@code read} gets every file that is part of it. */
    static Map<String, ObjectNode> render(Path folder, Set<Path> read) {
        var file = folder.resolve(FILE);
        read.add(file);
        var kustomization = StrictYaml.read(file, Kustomization.class);
        var resources = new LinkedHashMap<String, ObjectNode>();
        for (var name : orNone(kustomization.resources)) {
            var path = folder.resolve(name).normalize();
            if (Files.isDirectory(path)) {
                render(path, read).values().forEach(resource -> add(resources, resource));
            } else {
                read.add(path);
                StrictYaml.documents(path).forEach(resource -> add(resources, resource));
            }
        }
        for (var generator : orNone(kustomization.configMapGenerator)) {
            generator.apply(folder, resources, read);
        }
        for (var patch : orNone(kustomization.patches)) {
            patch.apply(folder, resources, read);
        }
        orNone(kustomization.configurations).forEach(name -> read.add(folder.resolve(name)));
        for (var resource : resources.values()) {
            orNone(kustomization.images).forEach(image -> image.apply(resource));
            if (kustomization.namespace != null
                    && !resource.path("kind").asText().equals("Namespace")) {
                resource.withObject("/metadata").put("namespace", kustomization.namespace);
            }
        }
        return resources;
    }

    private static void add(Map<String, ObjectNode> resources, ObjectNode resource) {
        if (resources.put(key(resource), resource) != null) {
            throw new IllegalStateException(key(resource) + " is there twice");
        }
    }

    private static String key(JsonNode resource) {
        return resource.path("apiVersion").asText() + "/"
                + resource.path("kind").asText() + "/"
                + resource.at("/metadata/name").asText();
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode find(Map<String, ObjectNode> resources, String key) {
        var found = resources.get(key);
        if (found == null) {
            throw new IllegalStateException("there is no " + key + " to change");
        }
        return found;
    }
}
