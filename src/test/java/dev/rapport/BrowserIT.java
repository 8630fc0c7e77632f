package dev.rapport;

import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.testsupport.BrowserTests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
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
        var config = ConfigProvider.getConfig();
        BrowserTests.run(
                "e2e",
                config.getValue("test.url", String.class),
                Map.of("RAPPORT_HOST_ORIGIN", config.getValue(HOST_ORIGIN, String.class)));
    }
}
