package dev.rapport.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings that mean something to the packaged service, by the environment variable of each. */
public final class KnownSettings {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String QUARKUS = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    /** Those that our code asks for by name. */
    private static final Pattern BY_NAME = Pattern.compile("\"((?:amqp|mp\\.jwt)[a-z.-]+)\"");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Setting> ALL = all();

    private KnownSettings() {}

    private record Setting(@Nullable String defaultValue, boolean isForOperators) {
        static Setting of(ConfigMappingInterface.Property property) {
            return new Setting(property.hasDefaultValue() ? property.getDefaultValue() : null, true);
        }
    }

    /** Whether an operator can set it; what is fixed when the package is built is in vain in its environment. */
    public static boolean canBeSet(String variable) {
        var setting = ALL.get(variable);
        return setting != null && setting.isForOperators;
    }

    /** What holds when it is not set. */
    public static Optional<String> defaultValue(String variable) {
        return Optional.ofNullable(ALL.get(variable)).map(Setting::defaultValue);
    }

    private static Map<String, Setting> all() {
        var all = new HashMap<String, Setting>();
        try {
            for (URL model : Collections.list(
                    Thread.currentThread().getContextClassLoader().getResources(QUARKUS))) {
                try (var content = model.openStream()) {
                    addQuarkus(JSON.readTree(content), all);
                }
            }
            try (var files = Files.walk(CLASSES)) {
                files.filter(file -> file.toString().endsWith("Config.class")).forEach(file -> addOurs(file, all));
            }
            try (var files = Files.walk(SOURCES)) {
                files.filter(Files::isRegularFile)
                        .flatMap(KnownSettings::namesIn)
                        .forEach(name -> all.put(variable(name), new Setting(null, true)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }

    private static void addQuarkus(JsonNode node, Map<String, Setting> all) {
        var variable = node.at("/path/environmentVariable");
        if (variable.isTextual()) {
            var isForOperators = node.path("phase").asText().equals("RUN_TIME");
            all.put(variable.asText(), new Setting(node.path("defaultValue").textValue(), isForOperators));
        }
        node.forEach(child -> addQuarkus(child, all));
    }

    private static void addOurs(Path file, Map<String, Setting> all) {
        var name = CLASSES.relativize(file).toString().replace(".class", "").replace('/', '.');
        try {
            var type = Class.forName(name, false, KnownSettings.class.getClassLoader());
            if (type.isAnnotationPresent(ConfigMapping.class)) {
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type))
                        .forEach((property, detail) -> all.put(variable(property), Setting.of(detail)));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> namesIn(Path source) {
        try {
            return BY_NAME.matcher(Files.readString(source)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
