package dev.rapport.bench;

import dev.rapport.testsupport.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the service that is measured is started. */
record Setup(Form form, int replicas, List<String> javaOptions, boolean rowSecurity, Path folder) {
    static final String USAGE = """

              --form          jar, aot or binary: built when it is missing or older than the source
              --replicas      so many, which people use in turns: the two of a pair use neighbours
              --java-options  for a service that is a jar, such as "-Xmx512m"
              --row-security  off: switched off in the database, to measure what it costs
              --folder        for the data of the servers, emptied first
            """;

    private static final Map<String, String> DEFAULTS =
            Map.of("form", "jar", "replicas", "1", "java-options", "", "row-security", "on", "folder", "target/bench");

    /** The defaults of a command, and those of how the service is started. */
    static Map<String, String> defaults(Map<String, String> command) {
        return Stream.of(DEFAULTS, command)
                .flatMap(all -> all.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Setup of(Arguments arguments) {
        return new Setup(
                form(arguments.text("form")),
                arguments.whole("replicas", 1),
                arguments
                        .given("java-options")
                        .map(words -> List.of(words.split(" ")))
                        .orElse(List.of()),
                !arguments.text("row-security").equals("off"),
                Path.of(arguments.text("folder")).toAbsolutePath());
    }

    private static Form form(String name) {
        return Arrays.stream(Form.values())
                .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new Misuse("'" + name + "' is no form: jar, aot or binary."));
    }

    /** As the form is started in its tests, with the heap of production instead of theirs, unless options say otherwise. */
    List<String> command() {
        var command = new ArrayList<>(form.command());
        command.remove("-Xmx256m");
        if (form != Form.BINARY) {
            command.addAll(1, javaOptions);
        }
        return command;
    }

    /** Another one beside this, with data of its own. */
    Setup beside(String name) {
        return new Setup(form, replicas, javaOptions, rowSecurity, folder.resolveSibling(folder.getFileName() + name));
    }
}
