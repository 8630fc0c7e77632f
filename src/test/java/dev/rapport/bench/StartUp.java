package dev.rapport.bench;

import dev.rapport.testsupport.Deployment;
import dev.rapport.testsupport.Form;
import dev.rapport.testsupport.RawRequest;
import dev.rapport.testsupport.Replica;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the time from the start of a process to its first successful answer, and the memory of one that is at rest, of
 * every form of the package that was built; see {@code docs/performance.md}.
 */
public final class StartUp {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(5);

    private static final String USAGE = """
            bench/start [7]

              7    starts of each form that was built, after one that is not counted
            """;

    private StartUp() {}

    /** One start. */
    private record Start(long nanos, long residentKilobytes) {}

    public static void main(String... arguments) throws Exception {
        Command.runPlain(USAGE, Map.of(Arguments.NUMBER, "7"), StartUp::measure, arguments);
    }

    private static boolean measure(Arguments arguments) throws Exception {
        var rounds = arguments.whole(Arguments.NUMBER, 1);
        var forms = Stream.of(Form.values()).filter(Form::isBuilt).toList();
        Map<Form, Start[]> starts = new EnumMap<>(Form.class);
        try (var deployment = new Deployment()) {
            // Migrations are done, and replicas do not hold the owner's role.
            Replica.launch(forms.getFirst().command(), "migrate", deployment.settings(), "migrate")
                    .awaitExit(PATIENCE);
            // In turns, so that a busy minute of the machine is everybody's; the first round fills the disk's cache.
            for (var round = -1; round < rounds; round++) {
                for (var form : forms) {
                    var start = start(form, deployment);
                    if (round >= 0) {
                        starts.computeIfAbsent(form, any -> new Start[rounds])[round] = start;
                    }
                }
            }
        }
        starts.forEach((form, all) -> System.out.println(line(form, all).encode()));
        return true;
    }

    private static Start start(Form form, Deployment deployment) throws Exception {
        var settings = deployment.settings();
        settings.keySet().removeIf(variable -> variable.startsWith("QUARKUS_FLYWAY_"));
        var token = deployment.tokens().of("somebody", "client");
        var begun = System.nanoTime();
        try (var replica = Replica.launch(form.command(), "start-" + form, settings)) {
            while (!isAnswered(replica.base(), token)) {
                if (!replica.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IOException(form + " did not start: see " + replica.logFile());
                }
                Thread.sleep(1);
            }
            var answered = System.nanoTime() - begun;
            Thread.sleep(REST);
            return new Start(answered, Memory.residentKilobytes(replica.pid()));
        }
    }

    /** A call that takes a token and the database. */
    private static boolean isAnswered(URI base, String token) {
        try {
            var answer =
                    RawRequest.send(base, "GET /api/v1/conversations HTTP/1.1", "", "Authorization: Bearer " + token);
            return answer.text().startsWith("HTTP/1.1 200");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static JsonObject line(Form form, Start... starts) {
        var nanos = Arrays.stream(starts).mapToLong(Start::nanos).toArray();
        var resident = Arrays.stream(starts)
                .mapToLong(Start::residentKilobytes)
                .sorted()
                .toArray();
        return new JsonObject()
                .put("form", form.name().toLowerCase(Locale.ROOT))
                .put("starts", starts.length)
                .put("millisToFirstAnswer", Results.Percentiles.of(nanos).json())
                .put("residentMegabytesAtRest", Results.round(resident[resident.length / 2] / 1024.0));
    }
}
