package dev.rapport.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line asks for; {@code closed} is the number of senders in a closed loop, 0 for the open schedule. */
record Options(
        int users,
        double rate,
        Duration length,
        Duration warmUp,
        int warmUpSenders,
        int bytes,
        int closed,
        List<String> javaOptions,
        boolean rowSecurity,
        Path folder,
        @Nullable Target target) {

    /** A service that runs already, and how to mint tokens that it takes. */
    record Target(URI url, Path privateKey, String issuer, String audience) {}

    static final String USAGE = """
            bench/run [--users 200] [--rate 50] [--seconds 30] [--warm-up 60] [--warm-up-senders 8]
                      [--bytes 200] [--closed 0]
                      [--java-options "-Xmx512m"] [--row-security on] [--folder target/bench]
                      [--url http://127.0.0.1:8080 --private-key key.pem --issuer https://… --audience rapport]

              --users         connected people, in pairs
              --rate          messages a second, all together, due at equal distances whatever the answers do
              --warm-up       seconds before, in a closed loop: at the rate the JVM would still compile while it is measured
              --closed        instead of a rate: so many senders, each sends when the message before is in hand
              --bytes         length of a text
              --java-options  for the service that is started; without --url it is started with servers of its own
              --row-security  off: switched off in the database of the service that is started, to measure what it costs
              --private-key   PKCS #8, PEM: signs tokens that the service at --url takes, of the platform too
            """;

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("users", "200"),
            Map.entry("rate", "50"),
            Map.entry("seconds", "30"),
            Map.entry("warm-up", "60"),
            Map.entry("warm-up-senders", "8"),
            Map.entry("bytes", "200"),
            Map.entry("closed", "0"),
            Map.entry("java-options", ""),
            Map.entry("row-security", "on"),
            Map.entry("folder", "target/bench"));

    static Options parse(String... arguments) {
        var values = new HashMap<>(DEFAULTS);
        for (var i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i]);
            }
            values.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return new Options(
                Math.max(2, Integer.parseInt(required(values, "users")) / 2 * 2),
                Double.parseDouble(required(values, "rate")),
                Duration.ofSeconds(Long.parseLong(required(values, "seconds"))),
                Duration.ofSeconds(Long.parseLong(required(values, "warm-up"))),
                Integer.parseInt(required(values, "warm-up-senders")),
                Integer.parseInt(required(values, "bytes")),
                Integer.parseInt(required(values, "closed")),
                required(values, "java-options").isBlank()
                        ? List.of()
                        : List.of(required(values, "java-options").split(" ")),
                !required(values, "row-security").equals("off"),
                Path.of(required(values, "folder")),
                values.containsKey("url") ? target(values) : null);
    }

    private static Target target(Map<String, String> values) {
        return new Target(
                URI.create(required(values, "url")),
                Path.of(required(values, "private-key")),
                required(values, "issuer"),
                required(values, "audience"));
    }

    private static String required(Map<String, String> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }
}
