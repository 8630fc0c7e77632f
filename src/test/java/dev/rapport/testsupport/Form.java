package dev.rapport.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A form of the packaged application, and how its process is started. */
public enum Form {
    /** What {@code ./mvnw package} makes. */
    JAR(Path.of("target", "quarkus-app", "quarkus-run.jar")) {
        @Override
        public List<String> command() {
            return commandOf(file());
        }
    },

    /** What {@code -Daot} makes: a plain class path, and a cache of what a start needs beside it. */
    AOT(Path.of("target", "aot", "rapport-runner.jar")) {
        @Override
        public List<String> command() {
            var command = new ArrayList<>(java("-Xmx256m"));
            command.addAll(AOT_OPTIONS);
            // With the mode "on" a cache that does not fit ends the process, instead of being left aside in silence.
            command.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache(), "-jar", file().toString()));
            return List.copyOf(command);
        }

        @Override
        public boolean isBuilt() {
            return super.isBuilt() && Files.exists(cache());
        }
    },

    /** What {@code -Dnative} makes. */
    BINARY(Path.of("target", "rapport-runner")) {
        @Override
        public List<String> command() {
            return commandOf(file());
        }
    };

    /**
     * What the JVM of {@link #AOT} is started with wherever it is; {@code docs/performance.md} has what it brings. G1 lengthens
     * the start, and brings little to so small a heap. A heap that begins as a share of a large machine is memory to clear
     * and keep. What runs a few times in a start is not worth a compiler.
     */
    public static final List<String> AOT_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms16m", "-XX:CompileThresholdScaling=3", "-Xlog:aot*=error");

    private final Path file;

    Form(Path file) {
        this.file = file;
    }

    /** The one that the tests of the package run: the property {@code rapport.form}, by default the jar. */
    public static Form tested() {
        return valueOf(System.getProperty("rapport.form", "jar").toUpperCase(Locale.ROOT));
    }

    /** How a process of it is started; arguments of the application may follow. */
    public abstract List<String> command();

    /** How a process of any package is started: a jar, else a binary. */
    public static List<String> commandOf(Path packaged) {
        return packaged.toString().endsWith(".jar")
                ? java("-Xmx256m", "-jar", packaged.toString())
                : List.of(packaged.toAbsolutePath().toString());
    }

    /** The jar or the binary. */
    public Path file() {
        return file;
    }

    public boolean isBuilt() {
        return Files.exists(file());
    }

    /** Where {@link #AOT} has its cache. */
    public static Path cache() {
        return Path.of("target", "aot", "rapport.aot");
    }

    /**
     * How {@link #AOT} is started to fill its cache, which the JVM writes when it ends. Only with G1 does it write objects
     * too, which every collector can then read.
     */
    public static List<String> training() {
        return java(
                "-Xmx256m",
                "-XX:+UseG1GC",
                "-XX:AOTCacheOutput=" + cache(),
                "-jar",
                AOT.file().toString());
    }

    private static List<String> java(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java), Stream.of(arguments)).toList();
    }
}
