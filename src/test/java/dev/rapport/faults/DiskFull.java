package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Fault 24, on a stage of its own: the database's volume is full. A small tmpfs is that volume; where mounting is refused, a
 * limit on the size of PostgreSQL's files stands in.
 */
final class DiskFull implements AutoCloseable {
    /** A fresh database, its write-ahead log, and room for a few thousand messages. */
    private static final String VOLUME = "size=192m";

    /** A segment of the write-ahead log: those must fit, or the server stops altogether. */
    private static final long FILE_LIMIT = 16L * 1024 * 1024;

    private final Stage stage;
    private final boolean isMounted;

    DiskFull() throws Exception {
        var mounted = new boolean[1];
        // With a log of fixed size, what runs out of space is the tables.
        var settings = Map.of("max_wal_size", "48MB", "min_wal_size", "48MB", "autovacuum", "off");
        stage = new Stage(settings, folder -> mounted[0] = mount(folder));
        isMounted = mounted[0];
    }

    Stage stage() {
        return stage;
    }

    Fault fault() {
        return Fault.of(
                "24",
                "disk full, by " + (isMounted ? "a small volume" : "a limit on files: mounting is refused here"),
                "503, nothing half stored, reads work; over when there is space",
                this::strike);
    }

    private static boolean mount(Path folder) {
        return !Boolean.getBoolean("rapport.faults.no-mount")
                && succeeds("mount", "-t", "tmpfs", "-o", VOLUME + ",mode=0700", "rapport-faults", folder.toString());
    }

    private static boolean succeeds(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void strike(Scene scene) throws Exception {
        var filler = stage.deployment().databaseFolder().resolve("filler");
        if (isMounted) {
            fill(filler);
        } else {
            limit(Long.toString(FILE_LIMIT));
            fillTables();
        }
        var refused = 0;
        for (var i = 0; i < 200 && refused < 3; i++) {
            refused += sendLong(scene).status() == 503 ? 1 : 0;
        }
        assertThat(refused).as("sends that found no space").isEqualTo(3);
        var reading = scene.person(0);
        assertThat(Http.call(reading.messages(stage.a().url(), "")).status()).isEqualTo(200);
        assertThat(stage.a().health("live")).isEqualTo(200);
        scene.last(1, 5);
        if (isMounted) {
            Files.delete(filler);
        } else {
            limit("unlimited");
        }
        scene.acceptedSoon();
    }

    private static void fill(Path filler) {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[8192]);
            }
        } catch (IOException e) {
            // Full.
        }
    }

    private void limit(String bytes) {
        for (var pid : stage.database().pids()) {
            assertThat(succeeds("prlimit", "--pid", pid.toString(), "--fsize=" + bytes + ":unlimited"))
                    .isTrue();
        }
    }

    /** Until the file of the messages is as long as it may be, and its pages hold no room. */
    private void fillTables() throws SQLException {
        try (Database database = stage.superuser()) {
            var id = database.value(
                    "insert into conversation (user_a, user_b) values ('filler-a', 'filler-b') returning id");
            var seq = 0;
            for (var bytes = 1900; bytes > 10; bytes /= 3) {
                try {
                    while (true) {
                        seq += 1000;
                        database.update(
                                "insert into message (conversation_id, seq, version, sender_id, recipient_id, body,"
                                        + " idempotency_key, idempotency_digest, sent_at)"
                                        + " select " + id + ", " + seq + " + i, " + seq
                                        + " + i, 'filler-a', 'filler-b',"
                                        + " decode(repeat('00', " + bytes + "), 'hex'), gen_random_uuid(), 'x', now()"
                                        + " from generate_series(1, 1000) i");
                    }
                } catch (IllegalStateException | SQLException e) {
                    // Full for rows of this size.
                }
            }
        }
    }

    /** Long texts reach the end of what is left sooner. */
    private static Reply sendLong(Scene scene) throws IOException, InterruptedException {
        var key = UUID.randomUUID().toString();
        var text = scene.canary() + " " + key + " " + "long ".repeat(1500);
        return scene.send(scene.person(0), scene.stage().a(), key, 1, text);
    }

    @Override
    public void close() {
        var folder = stage.deployment().databaseFolder();
        stage.close();
        if (isMounted && !succeeds("umount", folder.toString())) {
            throw new UncheckedIOException(new IOException(folder + " is still mounted"));
        }
    }
}
