package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.dev.EmbeddedBroker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Two people in real browsers: runs the browser tests of the web app against this application and its servers. */
@QuarkusTest
@TestProfile(BrowserIT.WithWebApp.class)
class BrowserIT {
    /** The origin of the site that the browser tests start to embed the chat; a setting of this test alone. */
    private static final String HOST_ORIGIN = "test.host-origin";

    /** Serves the web app, built with the sign-in of the demo. */
    public static final class WithWebApp implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var port = Integer.toString(EmbeddedBroker.freePort());
                var hostOrigin = "http://localhost:" + EmbeddedBroker.freePort();
                return Map.of(
                        "quarkus.quinoa",
                        "true",
                        "quarkus.http.test-port",
                        port,
                        "rapport.http.origins",
                        "http://localhost:" + port + "," + hostOrigin,
                        HOST_ORIGIN,
                        hostOrigin);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void people_chatInTwoBrowsers() throws Exception {
        var log = Path.of("target", "browser-test.log");
        // Neither its input nor its output: those belong to the test runner's own protocol.
        var builder = new ProcessBuilder("npm", "run", "e2e")
                .directory(Path.of("src", "main", "webui").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("RAPPORT_URL", ConfigProvider.getConfig().getValue("test.url", String.class));
        builder.environment()
                .put("RAPPORT_HOST_ORIGIN", ConfigProvider.getConfig().getValue(HOST_ORIGIN, String.class));
        builder.environment()
                .put(
                        "RAPPORT_SCREENSHOTS",
                        Path.of("target", "screenshots").toAbsolutePath().toString());
        var browsers = builder.start();
        var ended = browsers.waitFor(6, TimeUnit.MINUTES);
        browsers.destroyForcibly();
        assertThat(ended).as(Files.readString(log)).isTrue();
        assertThat(browsers.exitValue()).as(Files.readString(log)).isZero();
    }
}
