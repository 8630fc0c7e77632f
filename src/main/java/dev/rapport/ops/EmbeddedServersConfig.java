package dev.rapport.ops;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * In development and tests, the addresses of the embedded servers, which the first question starts. In a packaged
 * application it answers nothing: the class it would load is not there.
 */
public final class EmbeddedServersConfig implements ConfigSourceFactory {
    private static final String STARTER = "dev.rapport.dev.EmbeddedServers";
    private static final int BELOW_APPLICATION_PROPERTIES = 200;

    /** The settings that, when given, mean: use those instead. */
    private static final Set<String> GIVEN = Set.of(
            "quarkus.datasource.jdbc.url", "amqp-host", "mp.jwt.verify.publickey.location", "rapport.cipher.keyset");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return Stream.of("dev", "test")
                .filter(context.getProfiles()::contains)
                .findFirst()
                .<ConfigSource>map(profile -> new PropertiesConfigSource(
                        starter().apply(profile, given(context)), "embedded servers", BELOW_APPLICATION_PROPERTIES))
                .map(List::of)
                .orElse(List.of());
    }

    private static Set<String> given(ConfigSourceContext context) {
        return GIVEN.stream()
                .filter(name -> {
                    var value = context.getValue(name);
                    return value != null && value.getValue() != null;
                })
                .collect(Collectors.toSet());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Set<String>, Map<String, String>> starter() {
        try {
            return Class.forName(STARTER, true, Thread.currentThread().getContextClassLoader())
                    .asSubclass(BiFunction.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the embedded servers are missing", e);
        }
    }
}
