package dev.rapport.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rapport.canary.Place.Hit;
import dev.rapport.canary.Secret.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files, folders and what is compressed in them, with the secret at every awkward place. */
class SearchTest {
    private static final int WINDOW = 1 << 16;

    private final Random random = new Random(42);
    private final String secret = Probe.word(new SecureRandom(), "canary-text");
    private final Search search = new Search(new Needles(List.of(new Secret(Kind.TEXT, secret))));

    @TempDir
    Path folder;

    /** Around the borders of the pieces in which a stream is searched, with and without what was looked at before. */
    @ParameterizedTest
    @ValueSource(ints = {0, WINDOW - 4096, WINDOW, 2 * WINDOW - 4096, 2 * WINDOW - 8192, 1 << 18, 3 << 18})
    void secret_acrossABorderIsFoundOnce(int border) throws IOException {
        for (int at = Math.max(0, border - secret.length() - 1); at <= border + 1; at++) {
            var content = noise(at + secret.length() + 100);
            System.arraycopy(secret.getBytes(UTF_8), 0, content, at, secret.length());
            var place = search.in(Files.write(folder.resolve("file"), content));
            assertThat(place.bytes()).isEqualTo(content.length);
            assertThat(place.hits())
                    .extracting(Hit::form, Hit::offset, Hit::times)
                    .containsExactly(tuple("plain", (long) at, 1L));
        }
    }

    @Test
    void gzipFile_isUnpacked() throws IOException {
        var text = "line\n".repeat(100_000) + secret + "\nline".repeat(100_000);
        var place = search.in(Files.write(folder.resolve("app.log.gz"), gzip(text.getBytes(UTF_8))));
        assertThat(place.hits()).extracting(Hit::packed).containsExactly(true);
        assertThat(place.unpacked()).isEqualTo(text.length());
    }

    /** As {@code cat} or a log shipper leaves them: one member after the other. */
    @Test
    void members_oneBehindTheOtherAreUnpacked() throws IOException {
        var both = new ByteArrayOutputStream();
        both.writeBytes(gzip(noise(WINDOW)));
        both.writeBytes(gzip(secret.getBytes(UTF_8)));
        assertThat(search.in("members", both.toByteArray()).hits())
                .extracting(Hit::packed)
                .containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, WINDOW - 4100, WINDOW - 4096, WINDOW - 5, WINDOW, 5 * WINDOW + 7})
    void member_insideAStreamIsUnpacked(int at) throws IOException {
        for (var packed :
                List.of(gzip((noiseText() + secret).getBytes(UTF_8)), zlib((noiseText() + secret).getBytes(UTF_8)))) {
            var content = noise(at + packed.length + 1000);
            System.arraycopy(packed, 0, content, at, packed.length);
            assertThat(search.in("stream", content).hits())
                    .containsExactly(new Hit(Kind.TEXT, "plain", "stream", at, true, 1));
        }
    }

    /** As the command gzip writes it. */
    @Test
    void gzipHeader_withAFileNameIsUnderstood() throws IOException {
        var plain = gzip(secret.getBytes(UTF_8));
        var named = new ByteArrayOutputStream();
        named.write(plain, 0, 3);
        named.write(4 | 8 | 16 | 2);
        named.write(plain, 4, 6);
        named.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        named.writeBytes("dump.sql\0a comment\0".getBytes(UTF_8));
        named.writeBytes(new byte[] {0x12, 0x34});
        named.write(plain, 10, plain.length - 10);
        assertThat(search.in("named", named.toByteArray()).hits()).hasSize(1);
    }

    @Test
    void archive_inAnArchiveIsUnpacked() throws IOException {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(noise(500));
        inner.writeBytes(gzip(secret.getBytes(UTF_8)));
        assertThat(search.in("backup", gzip(inner.toByteArray())).hits()).hasSize(1);
    }

    @Test
    void folder_isSearchedInAllItsFilesAndThroughLinks() throws IOException {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("pod.log"), "clean");
        var logs = Files.createDirectories(folder.resolve("logs/deep/deeper"));
        var leak = Files.writeString(logs.resolve("app.log"), "x" + secret);
        Files.createSymbolicLink(folder.resolve("logs/link"), elsewhere);
        Files.createSymbolicLink(elsewhere.resolve("circle"), folder.resolve("logs"));
        var place = search.in(folder.resolve("logs"));
        assertThat(place.files()).isEqualTo(2);
        assertThat(place.bytes()).isEqualTo("clean".length() + 1 + secret.length());
        assertThat(place.hits()).containsExactly(new Hit(Kind.TEXT, "plain", leak.toString(), 1, false, 1));
        assertThat(place.unsearched()).singleElement().asString().contains("circle");
    }

    @Test
    void place_thatCouldNotBeSearchedSaysSo() throws IOException {
        assertThat(search.in(folder.resolve("nothing")).unsearched())
                .singleElement()
                .asString()
                .contains("not there");
        var zip = Files.write(folder.resolve("logs.zip"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        assertThat(search.in(zip).unsearched()).singleElement().asString().contains("packed as zip");
        var empty = search.in(Files.createFile(folder.resolve("empty.log")));
        assertThat(empty.files()).isEqualTo(1);
        assertThat(empty.bytes()).isZero();
    }

    private String noiseText() {
        return new BigInteger(1, noise(300)).toString(36);
    }

    private byte[] noise(int length) {
        var noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] zlib(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(packed)) {
            zlib.write(content);
        }
        return packed.toByteArray();
    }
}
