package dev.rapport.bench;

import dev.rapport.dev.EmbeddedPostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What storing alone allows on this machine: {@code pgbench}, one insert and commit a message, in 64 clients. */
final class Floor {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final String INSERT = "insert into bench_floor (body) values (decode(repeat('5a', 230), 'hex'));\n";

    private Floor() {}

    /** Messages a second for that long; nothing when there is no {@code pgbench}, or no time for it. */
    static OptionalDouble measure(Service service, Path folder, Duration length)
            throws IOException, InterruptedException, SQLException {
        if (length.isZero() || !isInstalled()) {
            return OptionalDouble.empty();
        }
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(
                    "create table bench_floor (id bigint generated always as identity primary key, body bytea not null)");
            var rate = RATE.matcher(pgbench(service, folder, length));
            statement.execute("drop table bench_floor");
            return rate.find() ? OptionalDouble.of(Double.parseDouble(rate.group(1))) : OptionalDouble.empty();
        }
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String pgbench(Service service, Path folder, Duration length) throws IOException {
        var database = URI.create(service.jdbcUrl().substring("jdbc:".length()));
        var script = Files.writeString(folder.resolve("floor.sql"), INSERT);
        var builder = new ProcessBuilder(
                        "pgbench",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=64",
                        "--jobs=2",
                        "--time=" + length.toSeconds(),
                        "--file=" + script,
                        "--host=" + database.getHost(),
                        "--port=" + database.getPort(),
                        "--username=" + EmbeddedPostgresServer.SUPERUSER,
                        database.getPath().substring(1))
                .redirectError(folder.resolve("floor.log").toFile());
        builder.environment().put("PGPASSWORD", EmbeddedPostgresServer.SUPERUSER);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
