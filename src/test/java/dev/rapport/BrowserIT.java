package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Two people in real browsers: runs the browser tests of the web app against this application and its servers. */
@QuarkusTest
@TestProfile(BrowserIT.WithWebApp.class)
class BrowserIT {
    /** Serves the web app, built with the sign-in of the demo. */
    public static final class WithWebApp implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.quinoa", "true",
                    "rapport.http.origins", "http://localhost:${quarkus.http.test-port}",
                    "quarkus.http.test-port", "8585");
        }
    }

    @Test
    void people_chatInTwoBrowsers() throws Exception {
        var builder = new ProcessBuilder("npm", "run", "e2e")
                .directory(Path.of("src", "main", "webui").toFile())
                .inheritIO();
        builder.environment().put("RAPPORT_URL", ConfigProvider.getConfig().getValue("test.url", String.class));
        builder.environment()
                .put(
                        "RAPPORT_SCREENSHOTS",
                        Path.of("target", "screenshots").toAbsolutePath().toString());
        var browser = builder.start();
        assertThat(browser.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(browser.exitValue()).isZero();
    }
}
