package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The browser tests of the web app, run by npm against an application that the caller has started. */
public final class BrowserTests {
    private BrowserTests() {}

    /** Runs a script of the web app against {@code url} and fails with what it printed. */
    public static void run(String script, String url, Map<String, String> settings) throws Exception {
        var log = Path.of("target", "browser-test-" + script.replace(':', '-') + ".log");
        // Neither its input nor its output: those belong to the test runner's own protocol.
        var builder = new ProcessBuilder("npm", "run", script)
                .directory(Path.of("src", "main", "webui").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.put("RAPPORT_URL", url);
        environment.put(
                "RAPPORT_SCREENSHOTS",
                Path.of("target", "screenshots").toAbsolutePath().toString());
        environment.putAll(settings);
        var browsers = builder.start();
        var ended = browsers.waitFor(12, TimeUnit.MINUTES);
        browsers.destroyForcibly();
        assertThat(ended).as(Files.readString(log)).isTrue();
        assertThat(browsers.exitValue()).as(Files.readString(log)).isZero();
    }
}
