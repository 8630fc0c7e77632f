package dev.rapport.ops;

import dev.rapport.cipher.Keyset;
import dev.rapport.problem.StartRefused;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where the process begins. Nothing secret has a default, so a missing setting stops it here, with one sentence. */
@QuarkusMain
public final class Rapport {
    private static final int ABOVE_APPLICATION_PROPERTIES = 260;

    /**
     * How the JDK waits for what virtual threads read. In a binary of GraalVM 25 pollers that are virtual threads themselves may
     * never wake a reader (oracle/graal issue 13787).
     */
    private static final String POLLER_MODE = "jdk.pollerMode";

    private static final String POLLERS_ARE_PLATFORM_THREADS = "1";

    private static final Setting DATABASE =
            new Setting("QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url", "the address of PostgreSQL");
    private static final Setting ROLE = new Setting(
            "QUARKUS_DATASOURCE_USERNAME", "quarkus.datasource.username", "the role that serves and owns nothing");
    private static final Setting OWNER = new Setting(
            "QUARKUS_FLYWAY_USERNAME", "quarkus.flyway.username", "the role that owns the tables and migrates");
    private static final Setting KEYSET = new Setting(
            "RAPPORT_CIPHER_KEYSET",
            "rapport.cipher.keyset",
            "the file with the keys that wrap the conversations' keys; the argument keyset create prints one");

    private static final List<Setting> NEEDED_TO_SERVE = List.of(
            DATABASE,
            ROLE,
            KEYSET,
            new Setting("AMQP_HOST", "amqp-host", "the host of the AMQP 1.0 broker"),
            new Setting(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    "mp.jwt.verify.publickey.location",
                    "the file or address of the public keys of tokens"),
            new Setting("MP_JWT_VERIFY_ISSUER", "mp.jwt.verify.issuer", "the issuer of tokens"),
            new Setting("MP_JWT_VERIFY_AUDIENCES", "mp.jwt.verify.audiences", "the audience of tokens"));

    private static final List<Setting> NEEDED_TO_MIGRATE = List.of(DATABASE, ROLE, OWNER);

    private record Setting(String variable, String property, String meaning) {
        Optional<String> value(Config config) {
            return config.getOptionalValue(property, String.class).filter(value -> !value.isBlank());
        }
    }

    /** Starts the service or runs a command of {@link Commands}; says what is lacking and exits with 1. */
    public static void main(String... arguments) {
        // Of the packages only the fast jar sets it, in a class that runs before this one.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        if (!isPackaged()) {
            Quarkus.run(arguments);
            return;
        }
        if (ImageMode.current() == ImageMode.NATIVE_RUN && System.getProperty(POLLER_MODE) == null) {
            System.setProperty(POLLER_MODE, POLLERS_ARE_PLATFORM_THREADS);
        }
        var settings = settings();
        if (arguments.length == 0) {
            serve(settings);
        } else if (arguments.length == 1 && arguments[0].equals("migrate")) {
            migrate(settings);
        } else {
            command(settings, List.of(arguments));
        }
    }

    private static void serve(Config settings) {
        require(NEEDED_TO_SERVE, settings);
        try {
            Keyset.read(Path.of(KEYSET.value(settings).orElseThrow()));
        } catch (IllegalArgumentException e) {
            exit(String.valueOf(e.getMessage()));
        }
        Quarkus.run(null, Rapport::ended);
    }

    private static void ended(int exitCode, @Nullable Throwable failure) {
        var reason = failure == null ? null : ExceptionUtil.getRootCause(failure);
        if (reason instanceof MigrationOnly.Done) {
            System.out.println("The schema is up to date.");
            System.exit(0);
        }
        if (reason instanceof StartRefused refused) {
            exit(String.valueOf(refused.getMessage()));
        }
        if (failure != null) {
            Logger.getLogger(Rapport.class).error("Rapport cannot start", failure);
        }
        System.exit(exitCode);
    }

    /** The framework's start, which migrates before anything else, up to {@link MigrationOnly}. */
    private static void migrate(Config settings) {
        require(NEEDED_TO_MIGRATE, settings);
        System.setProperty("quarkus.flyway.migrate-at-start", "true");
        System.setProperty(MigrationOnly.PROPERTY, "true");
        Quarkus.run(null, Rapport::ended);
    }

    private static void command(Config settings, List<String> arguments) {
        try {
            new Commands(settings, System.out).run(arguments);
        } catch (Commands.Refused | IllegalArgumentException | IllegalStateException | SQLException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void require(List<Setting> needed, Config settings) {
        var missing = needed.stream()
                .filter(setting -> setting.value(settings).isEmpty())
                .map(setting -> setting.variable + " (" + setting.meaning + ")")
                .toList();
        if (!missing.isEmpty()) {
            exit("set " + String.join(", ", missing));
        }
    }

    /** The log is not there yet. */
    private static void exit(String reason) {
        System.err.println("Rapport cannot start: " + reason + ".");
        System.exit(1);
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
