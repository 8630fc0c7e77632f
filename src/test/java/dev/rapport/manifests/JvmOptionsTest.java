package dev.rapport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.Form;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JVM form is started in the image and by its documentation as where it is tested and measured. */
class JvmOptionsTest {
    private static final String ENTRYPOINT = "ENTRYPOINT ";

    @Test
    void image_startsWithTheOptionsThatWereMeasured() throws IOException {
        var entrypoint = Files.readAllLines(Path.of("src/main/docker/Dockerfile.jvm")).stream()
                .filter(line -> line.startsWith(ENTRYPOINT))
                .map(line -> new JsonArray(line.substring(ENTRYPOINT.length())))
                .findFirst()
                .orElseThrow();
        assertThat(entrypoint.stream().map(Object::toString)).containsAll(Form.AOT_OPTIONS);
    }

    @Test
    void documentation_startsWithTheOptionsThatWereMeasured() throws IOException {
        assertThat(Files.readString(Path.of("docs/native.md")))
                .contains("java " + String.join(" ", Form.AOT_OPTIONS) + " -XX:AOTCache=");
    }
}
