package dev.rapport.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** One JSON line for each run, which begins with what was measured and where. */
final class Report {
    private Report() {}

    static JsonObject of(String command, Setup setup) throws IOException {
        return new JsonObject()
                .put("command", command)
                .put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("commit", commit())
                .put("form", setup.form().name().toLowerCase(Locale.ROOT))
                .put("replicas", setup.replicas())
                .put("javaOptions", String.join(" ", setup.javaOptions()))
                .put("rowSecurity", setup.rowSecurity())
                .put("cores", Runtime.getRuntime().availableProcessors());
    }

    static void print(JsonObject line) {
        System.out.println(line.encode());
    }

    /** With "-dirty" when the files are not those of the commit, "unknown" where there is no repository. */
    private static String commit() throws IOException {
        var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return name.isEmpty() ? "unknown" : name;
    }
}
