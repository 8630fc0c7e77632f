package dev.rapport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process holds. Linux only. */
final class Memory {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    private Memory() {}

    /** What objects of one class there are. */
    record Objects(long number, long bytes) {
        static final Objects NONE = new Objects(0, 0);

        Objects minus(Objects others) {
            return new Objects(number - others.number, bytes - others.bytes);
        }
    }

    static long residentKilobytes(long pid) throws IOException {
        return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
    }

    /** How many files and sockets this process may have open, and the service with it. */
    static long mostOpenFiles() throws IOException {
        return field(Path.of("/proc/self/limits"), "Max open files");
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
                .map(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** What a JVM holds after a whole collection of garbage, by class. */
    static Map<String, Objects> live(long pid) throws IOException {
        return parse(jcmd(pid, "GC.class_histogram"));
    }

    /** Has a JVM write down all that it holds. */
    static void dump(long pid, Path file) throws IOException {
        jcmd(pid, "GC.heap_dump", file.toAbsolutePath().toString());
    }

    private static String jcmd(long pid, String... command) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        words.add(Long.toString(pid));
        words.addAll(List.of(command));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static Map<String, Objects> parse(String histogram) throws IOException {
        var objects = new HashMap<String, Objects>();
        histogram
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> objects.merge(
                        line.group(3),
                        new Objects(Long.parseLong(line.group(1)), Long.parseLong(line.group(2))),
                        (one, other) -> new Objects(one.number() + other.number(), one.bytes() + other.bytes())));
        // What a collector leaves lying instead of moving all that comes after it: no object of anybody.
        objects.keySet().removeIf(name -> name.contains("jdk.internal.vm.Filler"));
        if (objects.isEmpty()) {
            throw new IOException("the JVM did not tell its objects: " + histogram);
        }
        return objects;
    }

    static long bytes(Map<String, Objects> objects) {
        return objects.values().stream().mapToLong(Objects::bytes).sum();
    }
}
