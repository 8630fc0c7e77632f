package dev.rapport.ops;

import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Nothing secret has a default: a missing setting stops the start of a packaged application with one sentence. */
@ApplicationScoped
@UnlessBuildProfile(anyOf = {"dev", "test"})
class RequiredSettings {
    private static final List<Setting> REQUIRED = List.of(
            new Setting("AMQP_HOST", "amqp-host", "the host of the AMQP 1.0 broker"),
            new Setting(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    "mp.jwt.verify.publickey.location",
                    "the file or address of the public keys of tokens"),
            new Setting("MP_JWT_VERIFY_ISSUER", "mp.jwt.verify.issuer", "the issuer of tokens"),
            new Setting("MP_JWT_VERIFY_AUDIENCES", "mp.jwt.verify.audiences", "the audience of tokens"));

    private record Setting(String variable, String property, String meaning) {}

    /** Before every other bean begins its work. */
    void check(@Observes @Priority(1) StartupEvent event, Config config) {
        var missing = REQUIRED.stream()
                .filter(setting -> config.getOptionalValue(setting.property, String.class)
                        .filter(value -> !value.isBlank())
                        .isEmpty())
                .map(setting -> setting.variable + " (" + setting.meaning + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Rapport cannot start: set " + String.join(", ", missing) + ".");
        }
    }
}
