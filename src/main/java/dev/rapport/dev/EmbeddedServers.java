package dev.rapport.dev;

import dev.rapport.cipher.Keyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Starts what development and tests need and answers the settings that lead there; what is given is not started. */
public final class EmbeddedServers implements BiFunction<String, Set<String>, Map<String, String>> {
    @Override
    public Map<String, String> apply(String profile, Set<String> given) {
        var folder = Path.of(System.getProperty("rapport.dev.folder", "target")).resolve(profile + "-servers");
        var settings = new HashMap<String, String>();
        if (!given.contains("quarkus.datasource.jdbc.url")) {
            settings.put(
                    "quarkus.datasource.jdbc.url",
                    once(profile + ".jdbc", () -> EmbeddedPostgresServer.start(folder(profile, folder, "postgres"))));
            settings.put("quarkus.datasource.username", EmbeddedPostgresServer.APPLICATION);
            settings.put("quarkus.datasource.password", EmbeddedPostgresServer.APPLICATION);
            settings.put("quarkus.flyway.username", EmbeddedPostgresServer.OWNER);
            settings.put("quarkus.flyway.password", EmbeddedPostgresServer.OWNER);
        }
        if (!given.contains("amqp-host")) {
            settings.put("amqp-host", "127.0.0.1");
            settings.put(
                    "amqp-port",
                    once(profile + ".amqp", () -> EmbeddedBroker.start(folder(profile, folder, "broker"))));
        }
        if (!given.contains("rapport.cipher.keyset")) {
            settings.put(
                    "rapport.cipher.keyset",
                    once(
                            profile + ".keyset",
                            () -> keyset(folder.resolve("keyset.json")).toString()));
        }
        if (!given.contains("mp.jwt.verify.publickey.location")) {
            var keys = once(profile + ".keys", DemoTokens::newKeys);
            settings.put("mp.jwt.verify.publickey", DemoTokens.publicKey(keys));
            settings.put(DemoTokens.PRIVATE_KEY, DemoTokens.privateKey(keys));
        }
        return settings;
    }

    /** Development keeps its data until target/ is cleaned; tests begin with none. */
    private static Path folder(String profile, Path folder, String server) throws IOException {
        var data = folder.resolve(server).toAbsolutePath();
        if (profile.equals("test")) {
            EmbeddedPostgresServer.stopLeftOver(data);
            deleteAll(data);
        }
        return Files.createDirectories(data);
    }

    /** It stays with the data that it opens. */
    private static Path keyset(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Keyset.create().toJson());
        }
        return file.toAbsolutePath();
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String once(String name, Callable<String> start) {
        var key = "rapport.embedded." + name;
        // One lock for every class loader of this JVM.
        synchronized (Runtime.getRuntime()) {
            var known = System.getProperty(key);
            if (known != null) {
                return known;
            }
            try {
                var value = start.call();
                System.setProperty(key, value);
                return value;
            } catch (Exception e) {
                throw new IllegalStateException("an embedded server did not start: " + e.getMessage(), e);
            }
        }
    }
}
