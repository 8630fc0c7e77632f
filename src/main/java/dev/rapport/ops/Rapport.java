package dev.rapport.ops;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Where the process begins. Nothing secret has a default, so a missing setting stops it here, with one sentence. */
@QuarkusMain
public final class Rapport {
    private static final int ABOVE_APPLICATION_PROPERTIES = 260;

    private static final List<Setting> REQUIRED = List.of(
            new Setting("QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url", "the address of PostgreSQL"),
            new Setting("AMQP_HOST", "amqp-host", "the host of the AMQP 1.0 broker"),
            new Setting(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    "mp.jwt.verify.publickey.location",
                    "the file or address of the public keys of tokens"),
            new Setting("MP_JWT_VERIFY_ISSUER", "mp.jwt.verify.issuer", "the issuer of tokens"),
            new Setting("MP_JWT_VERIFY_AUDIENCES", "mp.jwt.verify.audiences", "the audience of tokens"));

    private record Setting(String variable, String property, String meaning) {
        boolean isMissing(Config config) {
            return config.getOptionalValue(property, String.class)
                    .filter(value -> !value.isBlank())
                    .isEmpty();
        }
    }

    /** Starts the service, or says what it lacks and exits with 1. */
    public static void main(String... arguments) {
        if (isPackaged()) {
            var config = settings();
            var missing = REQUIRED.stream()
                    .filter(setting -> setting.isMissing(config))
                    .map(setting -> setting.variable + " (" + setting.meaning + ")")
                    .toList();
            if (!missing.isEmpty()) {
                // The log is not there yet.
                System.err.println("Rapport cannot start: set " + String.join(", ", missing) + ".");
                System.exit(1);
            }
        }
        Quarkus.run(arguments);
    }

    /** What an operator can set. The framework's own configuration is not there yet: in a binary it is that of the build. */
    private static Config settings() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        Path.of("config", "application.properties").toUri().toString(),
                        ABOVE_APPLICATION_PROPERTIES,
                        Rapport.class.getClassLoader()))
                .build();
    }

    /** In development this class comes from the class loader of hot reload; the launch mode is not known so early. */
    private static boolean isPackaged() {
        return !Rapport.class.getClassLoader().getClass().getSimpleName().equals("QuarkusClassLoader");
    }
}
